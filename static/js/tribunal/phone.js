/* The hearing on a party's phone: lines from the log, cards from the server. */

import { Room } from "../room/client.js";
import { Lines } from "../room/phone_lines.js";
import { Pad } from "../room/phone_pad.js";
import { whenReleased } from "../room/press.js";

const page = document.getElementById("phone");
const csrf = document.querySelector("[name=csrfmiddlewaretoken]").value;
const byId = (id) => document.getElementById(id);
const steps = JSON.parse(byId("steps").textContent);
const names = {};
let me = null;
let live = false;
let behind = false; // something about the cards was said between the page and the connection
let pad = null;

const CARDS = ["opened", "element", "show", "show.end", "roll", "line", "room.closed"];
const NOTES = {
  opened: () => "开庭",
  agenda: (b) => `进入：${b.label}`,
  roll: (b) => (b.present ? `${b.name}到庭：${b.person}` : `${b.name}没有到庭`),
  recusal: (b) => `${b.name}：${b.text}`,
  element: (b) => `${b.label}${b.state === "done" ? "审理完毕" : "开始审理"}`,
  show: (b) => `出示证据${b.no} ${b.name}`,
  last: (b) => `${b.name}最后意见：${b.text}`,
  mediation: (b) => `调解：${b.label}`,
  "minutes.given": () => "笔录请双方看",
  "minutes.signed": (b) => `${b.name}确认笔录`,
  "minutes.refused": (b) => `${b.name}没有在笔录上签名`,
  "minutes.objection": (b) => `${b.name}申请补正第${b.no}行：${b.text}`,
  "room.closed": () => "闭庭",
};

const lines = new Lines(byId("lines"));
const room = new Room({
  id: page.dataset.room,
  csrf,
  handlers: {
    event: heard,
    state: connection,
    me: (frame) => {
      me = frame;
    },
    here: (list) => list.forEach((one) => (names[one.u] = one.name)),
    waiting: (list) => lines.unsent(list.filter((one) => one.k === "say")),
    refused: (frame, why) => tell(`没有记录：${why}`),
  },
});

function tell(words) {
  byId("told").textContent = words;
  byId("told").hidden = !words;
}

function connection(state, why) {
  const bar = byId("connection");
  const words = {
    connecting: "网络断了，正在重连。您按的、写的都留着，连上就发。",
    slow: "网络很慢，每五秒更新一次。",
    live: why,
    gone: why || "您已离开庭审。",
  };
  if (state === "connecting" && !live && navigator.onLine !== false) return;
  bar.hidden = !words[state];
  bar.textContent = words[state] || "";
  if (state === "live") {
    if (live || behind) refresh();
    live = true;
  }
}

function heard(frame) {
  const { k: kind, b: body } = frame;
  if (kind === "line") {
    body.speaker = `${body.no} ${body.speaker}`;
    lines.minute(frame);
  } else if (kind === "say") lines.say(frame, me && frame.u === me.u ? "我" : names[frame.u] || "");
  else if (NOTES[kind]) lines.note(frame, NOTES[kind](body));
  if (kind === "agenda" && steps[body.step]) {
    byId("now").textContent = steps[body.step][0];
    byId("what").textContent = steps[body.step][1];
  }
  if (kind === "hand.heard") hand("");
  if (CARDS.includes(kind) || kind.startsWith("minutes.")) {
    if (live) refresh();
    else behind = true;
  }
}

let asking = 0;
let question = 0;
let answered = 0;

function refresh() {
  clearTimeout(asking);
  asking = setTimeout(() => {
    // Whoever is writing their name or a correction is not disturbed.
    if (pad && pad.strokes.length) return;
    if ([...document.querySelectorAll("#cards input:not([type=hidden])")].some((one) => one.value)) return;
    question += 1;
    const mine = question;
    fetch(page.dataset.cards, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((html) => whenReleased(() => put(html, mine)))
      .catch(() => mine === question && setTimeout(refresh, 3000));
  }, 200);
}

function put(html, mine) {
  // An answer that a later one overtook would bring back what was.
  if (mine < answered) return;
  answered = mine;
  // Whoever took up the pen while it was fetched is not disturbed either.
  if (pad && pad.strokes.length) return;
  byId("cards").innerHTML = html;
  dress();
}

function dress() {
  const canvas = document.querySelector("[data-pad]");
  pad = canvas ? new Pad(canvas, () => {}) : null;
  const again = document.querySelector("[data-again]");
  if (again) again.addEventListener("click", () => pad.clear());
}

function hand(why) {
  document.querySelectorAll("[data-hand]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.hand === why));
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-hand]");
  if (!button) return;
  hand(button.dataset.hand);
  room.say("pub", "hand", { why: button.dataset.hand });
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-frame]");
  if (!form) return;
  event.preventDefault();
  tell("");
  const drawing = form.querySelector("[data-drawing]");
  if (drawing && pad && pad.written()) drawing.value = pad.address();
  const body = {};
  form.querySelectorAll("[name]").forEach((field) => {
    body[field.name] = field.value;
  });
  if (pad) pad.strokes = [];
  form.reset();
  room.say(form.dataset.stream || "pub", form.dataset.frame, body);
});

dress();
room.start();
