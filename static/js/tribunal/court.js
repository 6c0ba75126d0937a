/** The tribunal's console: the log of the hearing, joined with the parts the server draws. */

import { Room } from "../room/client.js";
import { clock, element } from "../room/element.js";
import { Lines } from "../room/lines.js";
import { Parts } from "../room/parts.js";

const given = JSON.parse(document.getElementById("console-data").textContent);
const csrf = document.querySelector("input[name='csrfmiddlewaretoken']").value;
const find = (selector) => document.querySelector(selector);
const may = (kind) => given.kinds.includes(kind);
const names = given.names;
let live = false;
let leaving = false; // a form is on its way: its answer brings the new page, and says what was done
let correcting = null;

// Which parts a kind of event changes
const CHANGES = {
  roll: ["people", "closing"],
  recusal: ["people"],
  last: ["people"],
  element: ["elements"],
  show: ["evidence"],
  "show.end": ["evidence"],
  mediation: ["closing"],
  line: ["closing", "people"],
  "minutes.given": ["people", "closing"],
  "minutes.signed": ["people", "closing"],
  "minutes.refused": ["people", "closing"],
  "minutes.objection": ["closing"],
};
const NOTES = {
  opened: () => "开庭",
  agenda: (b) => `进入：${b.label}`,
  roll: (b) => (b.present ? `${b.name}到庭：${b.person}，${b.capacity}` : `${b.name}没有到庭`),
  recusal: (b) => `${b.name}：${b.text}`,
  element: (b) => `${b.label}${b.state === "done" ? "审理完毕" : "开始审理"}`,
  show: (b) => `出示证据${b.no} ${b.name}`,
  last: (b) => `${b.name}最后意见：${b.text}`,
  mediation: (b) => `调解：${b.label}`,
  "minutes.given": (b) => `笔录${b.lines}行交阅`,
  "minutes.signed": (b) => `${b.name}确认笔录`,
  "minutes.refused": (b) => `${b.name}拒绝在笔录上签名：${b.reason}`,
  "minutes.objection": (b) => `${b.name}申请补正第${b.no}行：${b.text}`,
  "room.closed": () => "闭庭",
};

const form = find("[data-write]");
const field = form && form.querySelector("textarea");
const speaker = form && form.querySelector("select");
const lines = new Lines(find("[data-lines]"), {
  correct: form ? correct : null,
  take: form ? (frame) => put(frame.b.text) : null,
});
lines.show("pub");

const parts = new Parts(given.parts, {
  busy: (name) => isTyping(find(`[data-part="${name}"]`)),
  drawn() {},
});

function isTyping(place) {
  return [...place.querySelectorAll("input:not([type='hidden']), textarea")].some(
    (one) => one.value !== one.defaultValue,
  );
}

const room = new Room({
  id: given.room,
  csrf,
  handlers: {
    event: heard,
    state: connection,
    here(list) {
      list.forEach((one) => {
        names[one.u] = one.name;
      });
      const there = list.filter((one) => one.on).map((one) => one.name);
      find("[data-here]").textContent = there.length ? `在线：${there.join("、")}` : "";
    },
    waiting: showWaiting,
    refused(frame, why) {
      const bar = find("[data-refused]");
      bar.textContent = `没有记录：${why}`;
      bar.hidden = false;
      if (frame.k === "line" && field && !field.value) put(frame.b.text);
    },
  },
});

// What the log says

function heard(frame) {
  const { k: kind, b: body } = frame;
  if (kind === "line") lines.line(frame);
  else if (kind === "say") lines.said(frame, names[frame.u] || "");
  else if (kind === "note") note(frame);
  else if (NOTES[kind]) lines.note("pub", frame.at, NOTES[kind](body));
  if (kind === "agenda") setStep(body.step);
  if (kind === "hand" || kind === "hand.heard") hands(frame);
  if (kind === "opened" && live && !leaving) location.reload();
  if (live) (CHANGES[kind] || []).forEach((name) => parts.ask(name));
}

function setStep(step) {
  let passed = true;
  document.querySelectorAll("[data-step]").forEach((button) => {
    const here = button.dataset.step === step;
    if (here) passed = false;
    button.parentElement.classList.toggle("step-done", passed);
    if (here) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
    button.firstElementChild.textContent = passed ? "✓" : "·";
  });
}

function note(frame) {
  const none = find("[data-no-notes]");
  if (none) none.remove();
  const who = element("strong", {}, names[frame.u] || "");
  const time = element("time", { class: "muted small" }, clock(frame.at));
  find("[data-notes]").append(element("li", {}, who, " ", time, " ", frame.b.text));
}

const raised = {};

function hands(frame) {
  if (frame.k === "hand") raised[frame.u] = frame.b.why;
  else delete raised[frame.b.seat];
  const place = find("[data-hands]");
  place.hidden = !Object.keys(raised).length;
  place.querySelector("ul").replaceChildren(
    ...Object.entries(raised).map(([seat, why]) => {
      const done = element("button", { type: "button", class: "btn btn-secondary btn-small" }, "请发言");
      done.addEventListener("click", () => room.say("pub", "hand.heard", { seat: Number(seat) }));
      const words = `${names[seat] || ""}${why === "order" ? "（程序问题）" : ""} `;
      return element("li", {}, words, done);
    }),
  );
}

// Connection

function connection(state, why) {
  const words = { connecting: "正在重新连接", live: "已连接", slow: "网络很慢，每五秒更新", gone: "已离开" };
  const place = find("[data-state]");
  place.textContent = words[state];
  place.className = state === "live" ? "state-live" : "state-lost";
  const bar = find("[data-banner]");
  bar.hidden = !why;
  bar.textContent = why || "";
  if (state === "live") {
    live = true;
    ["people", "elements", "evidence", "closing"].forEach((name) => parts.ask(name));
  }
}

function showWaiting(list) {
  const place = find("[data-waiting]");
  const said = list.filter((frame) => frame.b.text);
  place.hidden = !said.length;
  place.replaceChildren(...said.map((frame) => element("li", {}, `待发送：${frame.b.text}`)));
}

// Sending

function put(text) {
  field.value = text;
  field.focus();
}

function correct(no, text, name) {
  correcting = no;
  const bar = find("[data-correcting]");
  bar.hidden = no === null;
  if (no === null) return;
  bar.querySelector("span").textContent = `更正第${no}行，原文划去但保留。`;
  const spoken = [...speaker.options].find((one) => one.textContent.endsWith(name));
  if (spoken) speaker.value = spoken.value;
  put(text);
}

function write() {
  const text = field.value.trim();
  if (!text) return;
  const body = { text, speaker: speaker.value };
  if (correcting !== null) body.corrects = correcting;
  correct(null);
  field.value = "";
  find("[data-refused]").hidden = true;
  room.say("pub", "line", body);
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    write();
  });
  document.addEventListener("keydown", (event) => {
    const place = Number(event.key) - 1;
    if (!event.altKey || !speaker.options[place]) return;
    event.preventDefault();
    speaker.selectedIndex = place;
    field.focus();
  });
  find("[data-correcting] button").addEventListener("click", () => correct(null));
}

document.querySelectorAll("[data-step]").forEach((button) => {
  button.addEventListener("click", () => room.say("pub", "agenda", { step: button.dataset.step }));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-say]");
  if (!button || !may(button.dataset.say)) return;
  find("[data-refused]").hidden = true;
  room.say("pub", button.dataset.say, JSON.parse(button.dataset.body));
});

document.addEventListener("submit", (event) => {
  const sent = event.target.closest("form[data-frame]");
  if (!sent) {
    leaving = !event.defaultPrevented;
    return;
  }
  event.preventDefault();
  find("[data-refused]").hidden = true;
  room.say(sent.dataset.stream || "pub", sent.dataset.frame, Object.fromEntries(new FormData(sent)));
  sent.reset();
});

room.start();
