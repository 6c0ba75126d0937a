/** The projector of a hearing: the step, who speaks, what is shown; fed as an observer. */

import { Room } from "../room/client.js";
import { element } from "../room/element.js";

const given = JSON.parse(document.getElementById("screen-data").textContent);
const find = (selector) => document.querySelector(selector);
const KEPT = 5;
let exhibit = null;
let drawing = 0;

function line({ no, speaker, text, corrects }) {
  const list = find("[data-lines]");
  const old = corrects && list.querySelector(`[data-no="${corrects}"] span`);
  if (old) old.replaceChildren(element("del", {}, old.textContent));
  list.append(element("li", { "data-no": no }, element("strong", {}, speaker), element("span", {}, text)));
  while (list.children.length > KEPT) list.firstElementChild.remove();
  find("[data-speaker]").textContent = speaker;
  find("[data-called]").hidden = true;
}

function step({ step: chosen }) {
  document.querySelectorAll("[data-step]").forEach((item) => {
    if (item.dataset.step === chosen) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

function tried({ label, state }) {
  find("[data-element]").hidden = state === "done";
  find("[data-label]").textContent = label;
}

/* The log comes at once when the page is opened: only what is shown at its end is fetched. */
function show(shown) {
  exhibit = shown;
  clearTimeout(drawing);
  drawing = setTimeout(drawExhibit, 200);
}

function drawExhibit() {
  const frame = find("[data-exhibit]");
  find("[data-shown]").hidden = !exhibit;
  find("[data-name]").textContent = exhibit ? `证据${exhibit.no} ${exhibit.name}` : "";
  frame.hidden = !exhibit || !exhibit.copy;
  document.body.classList.toggle("has-exhibit", !frame.hidden);
  if (frame.hidden) frame.removeAttribute("src");
  else frame.src = `${given.shown}?evidence=${exhibit.id}#toolbar=0`;
}

function called({ seat }) {
  const place = find("[data-called]");
  place.textContent = `请${given.names[seat] || "申请发言的一方"}发言`;
  place.hidden = false;
}

function ended(words) {
  find("[data-ended]").hidden = false;
  find("[data-ended]").textContent = words;
  show(null);
}

const TAKE = {
  line,
  agenda: step,
  element: tried,
  show,
  "show.end": () => show(null),
  "hand.heard": called,
  "minutes.given": (body) => ended(`笔录共${body.lines}行，请各方阅看`),
  "room.closed": () => ended("已闭庭"),
};

new Room({
  id: given.room,
  observer: true,
  handlers: {
    event(frame) {
      if (TAKE[frame.k]) TAKE[frame.k](frame.b);
    },
    state(state, why) {
      find("[data-state]").textContent = why || (state === "live" ? "" : "正在重连");
    },
  },
}).start();
