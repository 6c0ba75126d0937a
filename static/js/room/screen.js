/** The projector: what everybody may see, large; fed as an observer, whoever is signed in. */

import { Room } from "./client.js";
import { element, yuan } from "./element.js";

const given = JSON.parse(document.getElementById("screen-data").textContent);
const find = (selector) => document.querySelector(selector);
const SHOWN = 6;
let people = false;
let total = 0;

const day = (iso) => {
  const [year, month, date] = iso.split("-").map(Number);
  return `${year}年${month}月${date}日`;
};

function line(frame) {
  const { no, speaker, text, corrects } = frame.b;
  const list = find("[data-lines]");
  if (corrects) {
    const old = list.querySelector(`[data-no="${corrects}"] span`);
    if (old) old.replaceChildren(element("del", {}, old.textContent));
  }
  list.append(element("li", { "data-no": no }, element("strong", {}, speaker), element("span", {}, text)));
  while (list.children.length > SHOWN) list.firstElementChild.remove();
}

function terms({ number, total_fen, workers, schedule }) {
  total = workers;
  find("[data-terms]").hidden = false;
  find("[data-number]").textContent = number;
  find("[data-total]").textContent = yuan(total_fen);
  find("[data-workers]").textContent = `${workers}人`;
  find("[data-days]").replaceChildren(
    ...schedule.map((part) => element("li", {}, `第${part.no}期 ${day(part.due_on)} ${yuan(part.amount_fen)}元`)),
  );
  tally({ agree: 0, refuse: 0, silent: workers });
}

function tally({ agree, refuse, silent }) {
  find("[data-tally]").hidden = false;
  find(".tally-agree").textContent = `${agree}人同意`;
  find(".tally-refuse").textContent = `${refuse}人不同意`;
  find(".tally-silent").textContent = `${silent}人未答`;
}

function step(chosen) {
  document.querySelectorAll("[data-step]").forEach((item) => {
    if (item.dataset.step === chosen) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

function paused(text) {
  find("[data-paused]").hidden = text === null;
  find("[data-paused]").textContent = text === null ? "" : `休会：${text}`;
}

function drawPeople() {
  if (!people) return;
  fetch(given.people, { credentials: "same-origin", redirect: "error" })
    .then((answer) => answer.text())
    .then((html) => {
      if (people) find("[data-people]").innerHTML = html;
    })
    .catch(() => {});
}

/* The code and the QR by which phones come in; the address in the QR changes every few minutes. */
function drawDoor() {
  const place = find("[data-door]");
  if (!place) return;
  const asked = { credentials: "same-origin", redirect: "error", headers: { "HX-Request": "true" } };
  fetch(place.dataset.door, asked)
    .then((answer) => (answer.ok ? answer.text() : ""))
    .then((html) => {
      if (html) place.innerHTML = html;
    })
    .catch(() => {});
}
drawDoor();
setInterval(drawDoor, 60000);

const TAKE = {
  "minutes.line": line,
  agenda: (frame) => step(frame.b.step),
  terms(frame) {
    terms(frame.b);
    drawPeople();
  },
  "terms.tally"(frame) {
    tally(frame.b);
    drawPeople();
  },
  pause: (frame) => paused(frame.b.text),
  resume: () => paused(null),
  signed(frame) {
    find("[data-signing]").hidden = false;
    find("[data-left]").textContent = frame.b.left ? `还差${frame.b.left}处` : "各方已签署";
  },
  session: (frame) => frame.b.result && paused(`调解会结束，${frame.b.result}`),
};

find("[data-show-people]").addEventListener("click", (event) => {
  people = !people;
  event.target.textContent = people ? "不再显示各人金额和表态" : "显示各人金额和表态";
  find("[data-people]").hidden = !people;
  if (people) drawPeople();
  else find("[data-people]").replaceChildren();
});

new Room({
  id: given.room,
  observer: true,
  handlers: {
    event(frame) {
      if (TAKE[frame.k]) TAKE[frame.k](frame);
    },
    state(state, why) {
      find("[data-state]").textContent = why || (state === "live" ? "" : "正在重连");
    },
  },
}).start();
