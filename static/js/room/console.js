/** The mediator's console: joins the log of the room with the parts of the page. */

import { Acts } from "./acts.js";
import { Agenda } from "./agenda.js";
import { Room } from "./client.js";
import { clock, element } from "./element.js";
import { Facts } from "./facts.js";
import { Floor } from "./floor.js";
import { Lines } from "./lines.js";
import { NOTES } from "./notes.js";
import { Offers } from "./offers.js";
import { Parts } from "./parts.js";
import { People } from "./people.js";
import { startTabs } from "./tabs.js";
import { TermsTable } from "./terms_table.js";
import { Writing } from "./writing.js";

const given = JSON.parse(document.getElementById("console-data").textContent);
const csrf = document.querySelector("input[name='csrfmiddlewaretoken']").value;
const find = (selector) => document.querySelector(selector);
const may = (kind) => given.kinds.includes(kind);
const KEPT_AUDIENCE = `room-${given.room}-audience`;
const KEPT_TAB = `room-${given.room}-tab`;
const CALLED_LATELY = 15 * 60 * 1000;

// People

const people = new People(given.seats, { now: () => room.now(), ask: () => parts.ask("roll") });

function groupName(slug) {
  const group = given.groups.find((one) => one.slug === slug);
  return group ? group.name : slug;
}

function audienceName(stream) {
  const [family, name] = stream.split(/:(.*)/);
  if (family === "c") return groupName(name);
  if (family === "p") return given.parties[name] ? given.parties[name].name : name;
  return stream === "med" ? "工作人员" : "全体";
}

// The parts the server draws

const parts = new Parts(given.parts, {
  busy: (name) => name === "terms" && table.editing,
  drawn(name) {
    if (name === "roll") {
      const known = document.getElementById("seats-data");
      if (known) people.know(JSON.parse(known.textContent));
      people.show();
      floor.draw();
    }
    if (name === "terms") table.drawn();
  },
});

const table = new TermsTable(find("[data-part='terms']"), {
  address: given.terms,
  csrf,
  payers: given.payers,
  liabilities: given.liabilities,
  refetch(then) {
    table.editing = false;
    parts.fetch("terms", then);
  },
  propose: (body) => room.say("pub", "terms.set", body),
});

find("[data-part='signing']").addEventListener("click", (event) => {
  const shows = event.target.closest("[data-show-agreement]");
  if (shows) room.say("pub", "show", { agreement: Number(shows.dataset.showAgreement) });
  const pressed = event.target.closest("[data-preview]");
  if (!pressed) return;
  const pages = element("iframe", { class: "pages", src: pressed.dataset.preview, title: "协议预览草稿" });
  pressed.parentElement.after(pages);
  pressed.remove();
});

// Lines

const writing = find("[data-write]") ? writer() : null;
let correcting = null;

const lines = new Lines(find("[data-lines]"), {
  correct: writing && may("minutes.line") ? correct : null,
  take: writing && may("minutes.line") ? takeIn : null,
  copy: writing && may("minutes.copy") ? makePublic : null,
});

const floor = new Floor(find("[data-floor]"), {
  nameOf: (seat) => people.name(seat),
  sideOf: (seat) => people.side(seat),
  now: () => room.now(),
  give: writing && may("floor.give") ? (seat) => room.say("pub", "floor.give", { seat }) : null,
  end: writing && may("floor.end") ? (seat) => room.say("pub", "floor.end", { seat }) : null,
});

function writer() {
  return new Writing(find("[data-write]"), {
    phrases: given.phrases,
    steps: given.steps,
    send,
    keep: keepPhrase,
  });
}

function keepPhrase(step, text) {
  const body = new FormData();
  body.append("step", step);
  body.append("text", text);
  return fetch(given.keepPhrase, {
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": csrf, "X-Console": "1" },
    body,
  })
    .then((answer) => answer.json())
    .then(({ words, phrases }) => {
      if (phrases) sayDone(`已存为常用语：${text}`);
      else sayRefused(words);
      return phrases;
    })
    .catch(() => sayRefused("没有连上服务器，常用语没有存下。"));
}

function send(text) {
  const stream = audience;
  // The minutes of a session that is over are closed; what is said while people sign is talk.
  if (stream !== "pub" || over) {
    room.say(stream, "say", { text });
    return;
  }
  const concession = find("#concession");
  const body = { text, speaker: writing.speaker.value, concession: concession.checked };
  if (correcting !== null) body.corrects = correcting;
  concession.checked = false;
  correct(null);
  room.say("pub", "minutes.line", body);
}

function correct(no, text, speaker) {
  correcting = no;
  const bar = find("[data-correcting]");
  bar.hidden = no === null;
  if (no === null) return;
  if (audience !== "pub") choose("pub");
  bar.querySelector("span").textContent = `更正第${no}行，原文划去但保留。`;
  const spoken = [...writing.speaker.options].find((option) => option.textContent.replace(/^\d /, "") === speaker);
  if (spoken) writing.speaker.value = spoken.value;
  writing.put(text);
}

/* What somebody said from their phone goes into the minutes by the hand of who keeps them. */
function takeIn(frame) {
  const name = people.name(frame.u).split("（")[0];
  const spoken = [...writing.speaker.options].find((option) => option.textContent.endsWith(name));
  if (spoken) writing.speaker.value = spoken.value;
  writing.put(frame.b.text);
}

/* Two presses: what was said in private becomes a line everybody sees. */
function makePublic(frame, button) {
  if (button.dataset.sure === undefined) {
    button.dataset.sure = "";
    button.textContent = "确定写入各方可见的笔录";
    setTimeout(() => {
      delete button.dataset.sure;
      button.textContent = "公开此行";
    }, 6000);
    return;
  }
  button.disabled = true;
  button.textContent = "已公开";
  room.say("pub", "minutes.copy", { stream: frame.s, number: frame.n });
}

// Audience

let audience = "pub";
let over = given.state === "closed";
const caucus = {};
const unread = {};

function choose(stream) {
  audience = stream;
  sessionStorage.setItem(KEPT_AUDIENCE, stream);
  const name = audienceName(stream);
  const hidden = stream !== "pub";
  document.body.classList.toggle("speaking-private", hidden);
  document.querySelectorAll("[name='audience']").forEach((choice) => {
    choice.checked = choice.value === stream;
  });
  find("[data-title]").textContent = hidden ? `背对背：仅${name}看得到` : over ? "各方可见（笔录已定稿）" : "笔录（各方可见）";
  find("[data-private]").hidden = !hidden;
  find("[data-private-words]").textContent = hidden ? "非公开：其他方看不到，也不知道有人在说话" : "";
  document.querySelectorAll("[data-open-only]").forEach((place) => {
    place.hidden = hidden || over;
  });
  if (writing) {
    find("[data-send]").textContent = hidden ? `仅发给${name}` : over ? "发给全体" : "记录";
    find("[data-send]").className = `btn ${hidden ? "btn-violet" : "btn-primary"}`;
    writing.field.placeholder = hidden ? `仅${name}看得到` : over ? "笔录已定稿；这里写的各方看得到，不进笔录" : "输入一行，回车记录";
    if (correcting !== null && hidden) correct(null);
    writing.to(stream);
  }
  unread[stream] = 0;
  showUnread(stream);
  showCaucus();
  lines.show(stream);
  showWaiting();
}

function showCaucus() {
  const open = caucus[audience] === "open";
  document.querySelectorAll("[data-caucus]").forEach((button) => {
    const starts = button.dataset.caucus === "open";
    button.hidden = !audience.startsWith("c:") || starts === open || !writing;
  });
}

function showUnread(stream) {
  const place = find(`[data-unread="${stream}"]`);
  if (!place) return;
  place.hidden = !unread[stream];
  place.textContent = unread[stream] ? `${unread[stream]}条新` : "";
}

function heard(frame) {
  if (frame.s === audience || !live || frame.u === given.seat) return;
  unread[frame.s] = (unread[frame.s] || 0) + 1;
  showUnread(frame.s);
}

/* A private line to one person is offered as an audience once that person has written. */
function offerPersonal(stream) {
  if (find(`[name='audience'][value="${stream}"]`)) return;
  const choice = element("input", { type: "radio", name: "audience", value: stream });
  find("[data-audience]").append(
    element(
      "label",
      { class: "audience-choice audience-private" },
      choice,
      " ",
      element("span", { class: "lock", "aria-hidden": "true" }),
      `仅${audienceName(stream)} `,
      element("span", { class: "unread", "data-unread": stream, hidden: true }),
    ),
  );
}

find("[data-audience]").addEventListener("change", (event) => choose(event.target.value));
find("[data-to-all]").addEventListener("click", () => choose("pub"));
document.querySelectorAll("[data-caucus]").forEach((button) =>
  button.addEventListener("click", () => {
    if (audience.startsWith("c:")) room.say(audience, "caucus", { state: button.dataset.caucus });
  }),
);
const stopCorrecting = find("[data-correcting] button");
if (stopCorrecting) {
  stopCorrecting.addEventListener("click", () => {
    correct(null);
    writing.put("");
  });
}

// Agenda, pause

const agenda = new Agenda({
  say: (kind, body) => room.say("pub", kind, body),
  reason: () => (writing && audience === "pub" ? writing.field.value.trim() : ""),
});

// Facts, evidence, offers, the minutes read and confirmed, recording

const acting = {
  say: (stream, kind, body) => room.say(stream, kind, body),
  may: (kind) => writing && may(kind),
};
const facts = new Facts(find("#panel-facts"), acting);
const offers = new Offers(find("#panel-offers"), { ...acting, now: () => room.now(), refuse: sayRefused });
new Acts(find("main"), { csrf, done: sayDone, redraw: (name) => parts.ask(name) });

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  if (pressed.dataset.minutesGive !== undefined) room.say("pub", "minutes.give", {});
  if (pressed.dataset.minutesSign) room.say("pub", "minutes.sign", { sha: pressed.dataset.minutesSign });
  if (pressed.dataset.askRecording !== undefined) room.say("pub", "recording.ask", {});
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-refuse-minutes]");
  if (!form) return;
  event.preventDefault();
  const [party, reason, witness] = ["party", "reason", "witness"].map(
    (name) => form.querySelector(`#refuse-${name}`).value.trim(),
  );
  room.say("pub", "minutes.refuse", { party, reason, witness });
  form.reset();
});

setInterval(() => {
  offers.draw();
  people.show();
}, 15000);

// Events

let live = false;

function call(frame, words) {
  const place = find("[data-knocks]");
  place.hidden = false;
  const done = element("button", { type: "button", class: "btn btn-secondary btn-small" }, "知道了");
  const item = element("li", {}, `${clock(frame.at)} ${words} `, done);
  done.addEventListener("click", () => {
    item.remove();
    place.hidden = !place.querySelector("li");
  });
  place.querySelector("ul").append(item);
}

const TAKE = {
  roll() {
    parts.ask("roll");
    parts.ask("minutes");
    parts.ask("recording");
  },
  agenda(frame) {
    if (writing) writing.step = frame.b.step;
    agenda.show(frame.b.step);
  },
  terms() {
    parts.ask("terms");
    parts.ask("signing");
  },
  "terms.tally": () => parts.ask("terms"),
  agreement: () => parts.ask("signing"),
  signed: () => parts.ask("signing"),
  session(frame) {
    const closed = frame.b.state === "closed";
    if (closed !== over) {
      over = closed;
      choose(audience);
    }
    document.body.classList.toggle("session-over", over);
    parts.ask("minutes");
    parts.ask("roll");
    parts.ask("signing");
    parts.ask("terms");
  },
  pause: (frame) => agenda.pause(frame.b.text),
  resume: () => agenda.pause(null),
  "room.closed"() {
    if (live) location.reload();
  },
  blind: (frame) => offers.blind(frame.b),
  recording: () => parts.ask("recording"),
  "minutes.line"(frame) {
    lines.line(frame);
    parts.ask("minutes");
  },
};

function take(frame) {
  if (frame.k === "terms" && frame.u === given.seat && table.typed) table.proposed();
  if (frame.k.startsWith("minutes.") && frame.k !== "minutes.line") parts.ask("minutes");
  if (frame.k === "recording.answered") parts.ask("recording");
  if (/^(fact|show)(\.|$)/.test(frame.k) && frame.s === "pub") facts.take(frame);
  if (frame.k.startsWith("floor.")) {
    floor.take(frame);
    return;
  }
  if (frame.k === "say") {
    if (frame.s.startsWith("p:")) offerPersonal(frame.s);
    people.nameAt(lines.said(frame, people.name(frame.u)), frame.u);
    heard(frame);
    return;
  }
  if (frame.k === "caucus") {
    caucus[frame.s] = frame.b.state;
    lines.note(frame.s, frame.at, frame.b.state === "open" ? "背对背开始" : "背对背结束");
    showCaucus();
    return;
  }
  if (frame.k === "offer") {
    offers.offer(frame.b);
    return;
  }
  if (frame.k === "call") {
    if (Date.now() - new Date(frame.at) < CALLED_LATELY) {
      call(frame, `${audienceName(frame.s)}请调解员过来`);
    }
    return;
  }
  if (frame.k === "knock" || frame.k === "knock.done") {
    parts.ask("waiting");
    return;
  }
  if (frame.s !== "pub") return;
  if (TAKE[frame.k]) TAKE[frame.k](frame);
  if (NOTES[frame.k]) lines.note("pub", frame.at, NOTES[frame.k](frame.b));
}

// The connection

let saving = 0;
function showSaved() {
  if (saving) return;
  saving = requestAnimationFrame(() => {
    saving = 0;
    const number = room.cursors.pub || 0;
    find("[data-saved]").textContent = number ? `记录已保存 #${number}` : "";
    const print = find("[data-print-now]");
    if (number) print.search = `?at=${number}`;
  });
}

function sayRefused(why) {
  const banner = find("[data-refused]");
  banner.textContent = why;
  banner.hidden = !why;
  if (why) find("[data-done]").hidden = true;
}

let toldUntil = 0;
function sayDone(words) {
  const banner = find("[data-done]");
  banner.textContent = words;
  banner.hidden = false;
  sayRefused("");
  clearTimeout(toldUntil);
  toldUntil = setTimeout(() => {
    banner.hidden = true;
  }, 12000);
}

let waiting = [];
function showWaiting() {
  const place = find("[data-waiting]");
  const shown = waiting.filter(
    (frame) => frame.s === audience && (frame.k === "minutes.line" || frame.k === "say"),
  );
  place.hidden = !shown.length;
  place.replaceChildren(
    ...shown.map((frame) =>
      element(
        "li", {},
        element("span", { class: "minutes-no", "aria-hidden": "true" }, "…"),
        element("div", {}, element("p", {}, element("span", { class: "tag tag-amber" }, "待发送"), ` ${frame.b.text}`)),
      ),
    ),
  );
}

const room = new Room({
  id: given.room,
  csrf,
  handlers: {
    event(frame) {
      take(frame);
      showSaved();
    },
    state(state, why) {
      live = state === "live";
      const words = { live: "● 已连接", connecting: "○ 正在重连", slow: "○ 网络较慢", gone: "○ 已断开" };
      find("[data-state]").textContent = words[state];
      find("[data-state]").className = live ? "state-live" : "state-lost";
      const banner = find("[data-banner]");
      banner.hidden = live ? !why : !known;
      banner.textContent =
        state === "gone"
          ? `${why || "您已离开调解室。"}请刷新页面，重新进入。`
          : live
          ? why
          : "连接中断，正在重连。可以继续记录，没有送到的行标“待发送”，连上后自动补发。";
      if (live) {
        known = true;
        parts.catchUp();
        lines.toEnd();
      }
    },
    here: (list) => people.arrive(list),
    waiting(list) {
      waiting = list;
      showWaiting();
    },
    refused(frame, why) {
      if (frame.k === "terms.set") {
        table.refused(why);
        return;
      }
      sayRefused(why);
      // What was refused is not lost: it stands in the field again, unless something else does.
      const text = frame.b && frame.b.text;
      if (text && writing && frame.s === audience && !writing.field.value) writing.put(text);
    },
  },
});
let known = false;

addEventListener("beforeunload", (event) => {
  if (waiting.length || table.editing) event.preventDefault();
});

if (writing) {
  find("[data-write]").addEventListener("input", () => sayRefused(""));
  writing.speaker.addEventListener("change", () => writing.field.focus());
}
document.body.classList.toggle("session-over", over);
const kept = sessionStorage.getItem(KEPT_AUDIENCE);
choose(kept && find(`[name='audience'][value="${CSS.escape(kept)}"]`) ? kept : "pub");
["roll", "waiting", "terms", "signing", "minutes", "recording"].forEach((name) => {
  if (parts.place(name)) parts.fetch(name);
});
startTabs(KEPT_TAB);
room.start();
