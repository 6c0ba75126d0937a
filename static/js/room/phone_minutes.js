/* The minutes to be confirmed: read, and signed with a finger on exactly these lines. */

import { element } from "./phone_lines.js";
import { Pad } from "./phone_pad.js";

/* `send(drawing)` sends the confirmation, with or without a name written under it. */
export function minutesCard(asked, body, send) {
  const card = asked.card("minutes", "请看笔录");
  card.appendChild(element("p", `笔录共 ${body.lines} 行，在下面“大家都能看到”里。记得对，请在框里写您的姓名。`));
  const code = element("p", "笔录编码 ", "muted");
  code.appendChild(element("span", body.sha.slice(0, 8), "code"));
  card.appendChild(code);
  const how = element("p", "用手指在框里写您的姓名：");
  how.id = "minutes-how";
  card.appendChild(how);
  const canvas = element("canvas", "", "pad");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "手写签名区");
  canvas.setAttribute("aria-describedby", how.id);
  canvas.setAttribute("data-minutes-pad", "");
  card.appendChild(canvas);
  const again = element("button", "重写", "btn btn-secondary");
  again.type = "button";
  const row = element("div", "", "two");
  row.appendChild(again);
  card.appendChild(row);
  const buttons = asked.buttons(card, [["签好了，确认笔录", "signed", "btn-primary"], ["不写名字，只确认", "", "btn-secondary"]], (how) =>
    send(how ? pad.address() : ""),
  );
  const sign = buttons.firstChild;
  sign.disabled = true;
  const pad = new Pad(canvas, (written) => {
    sign.disabled = !written;
  });
  again.addEventListener("click", () => pad.clear());
  card.appendChild(element("p", "这样签的名记为“屏幕手写”，和上面编码的笔录绑在一起；笔录再改，要重新签。记得不对，请先告诉调解员更正。", "muted"));
}

export function minutesDone(asked, body) {
  const card = asked.card("minutes", "笔录");
  const words = body.refused ? "已记明您拒绝签名。" : "您已确认笔录。";
  const told = element("p", words, "notice notice-success");
  told.setAttribute("role", "status");
  card.appendChild(told);
}
