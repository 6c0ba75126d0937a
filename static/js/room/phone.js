/*
 * The room on a party's phone.
 *
 * Terms and signatures are cards the server writes; they are fetched again when the log says that
 * something about them has changed, and a card that has not changed is left alone. Lines, hands
 * and what is asked come from the log itself.
 */

import { Room } from "./client.js";
import { Asked } from "./phone_asked.js";
import { Lines, element } from "./phone_lines.js";
import { Pad } from "./phone_pad.js";
import { whenReleased } from "./press.js";

const page = document.getElementById("phone");
const csrf = (document.querySelector("[name=csrfmiddlewaretoken]") || {}).value;
const byId = (id) => document.getElementById(id);
const seat = {
  caucus: page.dataset.caucus,
  groupName: page.dataset.group,
  group: page.dataset.caucus.slice(2),
  shown: `/sessions/${page.dataset.session}/shown/`,
  personal: page.dataset.personal.split(" ").filter(Boolean),
};
const steps = JSON.parse(byId("steps").textContent);
const names = {};
let me = null;
let side = "pub";
let unread = 0;
let live = false;
let behind = false; // something about the cards was said between the page and the connection

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
    waiting: showWaiting,
    refused: showRefused,
  },
});
const lines = { pub: new Lines(byId("lines-pub")), caucus: new Lines(byId("lines-caucus")) };
const asked = new Asked(byId("asked"), (stream, kind, body) => room.say(stream, kind, body), seat, {
  mine: (frame) => me && frame.u === me.u,
  offers: { sides: JSON.parse(byId("sides").textContent), now: () => room.now(), place: byId("new-offer") },
});

// Connection

function connection(state, why) {
  const bar = byId("connection");
  const words = {
    connecting: "网络断了，正在重连。您按的、写的都留着，连上就发。",
    slow: "网络很慢，每五秒更新一次。",
    live: why,
    gone: why || "您已离开调解室。",
  };
  // A first connection that takes a moment is no news.
  if (state === "connecting" && !live && navigator.onLine !== false) return;
  bar.hidden = !words[state];
  bar.textContent = words[state] || "";
  if (state === "live") {
    if (live || behind) refresh();
    live = true;
  }
  if (state === "gone") document.querySelectorAll("#phone button").forEach((b) => (b.disabled = true));
}

// What the log says

const CARDS = ["terms", "terms.mine", "terms.answered", "agreement", "session", "room.closed"];
const QUIET = { "floor.ask": 1, "floor.withdraw": 1, roll: 1, "terms.tally": 1, "terms.mine": 1 };

function heard(frame) {
  const { k: kind, b: body, s: stream } = frame;
  if (frame.c) sent(frame.c);
  if (kind === "terms") lockTerms(body);
  if (CARDS.includes(kind) || (kind === "signed" && aboutMe(body))) {
    if (live) refresh();
    else behind = true;
  }
  if (kind === "agenda") setStep(body.step);
  if (kind === "pause") byId("what").textContent = `休会：${body.text}`;
  if (kind === "resume") byId("what").textContent = "继续调解。";
  if (kind.startsWith("floor.")) floor(kind, frame);
  if (kind === "room.closed") closed();
  if (kind === "minutes.line") lines.pub.minute(frame);
  else if (kind === "say") say(frame);
  else if (stream === "pub" && !QUIET[kind]) note(frame);
  asked.event(frame);
}

function aboutMe(body) {
  return Boolean(document.querySelector("[data-sign]")) || !body.for;
}

const NOTES = {
  terms: (b) => `调解员提出第 ${b.number} 版方案。${b.voided ? `前一版的 ${b.voided} 份表态不再有效。` : ""}`,
  agreement: (b) => (b.state === "signing" ? `协议 ${b.number} 已做好，请看全文再签。` : ""),
  signed: (b) => `${b.signer}已签。还有 ${b.left} 处没签。`,
  pause: (b) => `休会：${b.text}`,
  resume: () => "继续调解。",
  fact: (b) => `双方确认：${b.label}`,
};

function note(frame) {
  const words = NOTES[frame.k] && NOTES[frame.k](frame.b);
  if (words) lines.pub.note(frame, words);
}

function say(frame) {
  const mine = me && frame.u === me.u;
  const who = mine ? "我" : names[frame.u] || (frame.s === "pub" ? "" : "调解室");
  if (frame.s === "pub") lines.pub.say(frame, who);
  else {
    lines.caucus.say(frame, frame.s.slice(0, 2) === "p:" ? `${who}（只有您和调解员）` : who);
    if (side === "pub" && live && !mine) showUnread(unread + 1);
  }
}

function setNow(now, what) {
  byId("now").textContent = now;
  byId("what").textContent = what;
}

function setStep(step) {
  if (steps[step]) setNow(...steps[step]);
}

function closed() {
  setNow("调解室已关闭", "不能再写了。签好的、记下的都已保存。");
  ["hands", "say"].forEach((id) => (byId(id).hidden = true));
  document.querySelectorAll("[data-sign], [data-answer]").forEach((form) => {
    form.hidden = true;
  });
}

// Hands

let hand = null;

function floor(kind, frame) {
  const mine = me && (frame.u === me.u || frame.b.seat === me.u);
  if (!mine) return;
  const told = byId("floor");
  if (kind === "floor.ask" && frame.u === me.u) hand = frame.b.why;
  if (kind === "floor.withdraw" || kind === "floor.end" || kind === "floor.give") hand = null;
  const given = kind === "floor.give" && frame.b.seat === me.u;
  told.textContent = given ? "轮到您说话了。" : hand ? "已举手，请等调解员叫您。" : "";
  told.hidden = !told.textContent;
  document.querySelectorAll("[data-hand]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.hand === hand));
  });
}

document.querySelectorAll("[data-hand]").forEach((button) => {
  button.addEventListener("click", () => {
    if (hand === button.dataset.hand) room.say("pub", "floor.withdraw");
    else room.say("pub", "floor.ask", { why: button.dataset.hand });
  });
});
document.querySelector("[data-call]").addEventListener("click", (event) => {
  if (!seat.personal.length) return;
  pending[room.say(seat.personal[0], "call")] = {
    place: event.target.parentNode,
    done: "已告诉调解员，请稍等。",
  };
  showWaiting(room.unsent);
});

// What has been sent and has not arrived

const pending = {};

function told(place, words) {
  const line = place.querySelector("[data-sending]");
  if (!line) return;
  line.textContent = words;
  line.hidden = !words;
}

function showWaiting(frames) {
  const of = (kind, test) => frames.filter((frame) => frame.k === kind && test(frame.s));
  lines.pub.unsent(of("say", (stream) => stream === "pub"));
  lines.caucus.unsent(of("say", (stream) => stream !== "pub"));
  frames.forEach((frame) => {
    if (pending[frame.c]) told(pending[frame.c].place, "待发送，请不要关这一页。");
  });
  // What was written before a reload and still waits.
  frames.forEach((frame) => {
    if (pending[frame.c] || (frame.k !== "terms.answer" && frame.k !== "sign")) return;
    const place = document.querySelector(
      `[data-${frame.k === "sign" ? "sign" : "answer"}][data-stream="${frame.s}"]`,
    );
    if (place) {
      pending[frame.c] = { place, done: "" };
      told(place, "待发送，请不要关这一页。");
    }
  });
}

function sent(id) {
  const one = pending[id];
  if (!one) return;
  delete pending[id];
  told(one.place, one.done);
  byId("told").hidden = true;
}

function showRefused(frame, why) {
  if (asked.refused(frame.c, why)) return;
  const one = pending[frame.c];
  delete pending[frame.c];
  const words = `${frame.k === "sign" ? "签名没有保存" : "没有记录"}：${why}`;
  if (frame.k === "sign" || frame.k === "terms.answer") {
    // At the top, where it stays when the card below is replaced.
    byId("told").textContent = words;
    byId("told").hidden = false;
    byId("told").scrollIntoView({ block: "center" });
    if (one) told(one.place, "");
    if (one && one.again) one.again();
  } else if (one) {
    told(one.place, words);
  } else if (frame.c) {
    const item = element("li", words, "waiting");
    lines[frame.s === "pub" ? "pub" : "caucus"].put(item);
  }
  if (frame.k === "terms.answer" || frame.k === "sign") refresh();
}

// Cards

let fetching = null;
let question = 0;
let answered = 0;

function refresh() {
  // A crew of phones does not ask in the same instant.
  clearTimeout(fetching);
  fetching = setTimeout(fetchCards, 50 + 350 * Math.random());
}

function fetchCards() {
  question += 1;
  const mine = question;
  fetch(page.dataset.cards, { credentials: "same-origin" })
    .then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    })
    .then((html) => whenReleased(() => putCards(html, mine)))
    .catch(() => {
      if (mine === question) fetching = setTimeout(fetchCards, 3000);
    });
}

function putCards(html, mine) {
  // An answer that a later one overtook would bring back what was.
  if (mine < answered) return;
  answered = mine;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const place = byId("cards");
  const known = {};
  place.querySelectorAll("[data-card]").forEach((card) => (known[card.id] = card));
  const cards = [...fresh.querySelectorAll("[data-card]")];
  const stays = (card) => {
    const old = known[card.id];
    return old && old.dataset.version === card.dataset.version && !old.dataset.locked;
  };
  const same = cards.filter(stays).map((card) => card.id);
  const waits = {};
  Object.keys(known).filter((id) => !same.includes(id)).forEach((id) => {
    const line = known[id].querySelector("[data-sending]");
    if (line && !line.hidden && !known[id].dataset.locked) waits[id] = line.textContent;
    known[id].remove();
  });
  // One that has not changed is not even moved: whoever writes in it would lose their place.
  let next = place.firstElementChild;
  cards.forEach((card) => {
    const old = same.includes(card.id) ? known[card.id] : null;
    if (old && old === next) {
      next = next.nextElementSibling;
      return;
    }
    const put = old || document.importNode(card, true);
    place.insertBefore(put, next);
    if (old) return;
    if (waits[card.id]) told(put, waits[card.id]);
    wake(put);
  });
  showWaiting(room.unsent);
}

function lockTerms(body) {
  document.querySelectorAll("[data-terms]").forEach((card) => {
    if (Number(card.dataset.number) >= body.number) return;
    card.dataset.locked = "1";
    card.classList.add("card-locked");
    card.querySelectorAll("button, input").forEach((one) => (one.disabled = true));
    told(card, `方案改成第 ${body.number} 版了，正在取新的。`);
  });
}

function wake(card) {
  const form = card.querySelector("[data-answer]");
  if (form) wakeAnswer(form);
  const sign = card.querySelector("[data-sign]");
  if (sign) wakeSign(sign);
  const aloud = card.querySelector("[data-read]");
  if (aloud && window.speechSynthesis && window.SpeechSynthesisUtterance) {
    aloud.hidden = false;
    aloud.addEventListener("click", () => {
      window.speechSynthesis.cancel();
      const speech = new SpeechSynthesisUtterance(aloud.dataset.read);
      speech.lang = "zh-CN";
      speech.rate = 0.85;
      window.speechSynthesis.speak(speech);
    });
  }
}

function wakeAnswer(form) {
  const seen = form.querySelector("[name=seen]");
  const buttons = form.querySelectorAll("button");
  const gate = () => buttons.forEach((button) => (button.disabled = !seen.checked));
  seen.addEventListener("change", gate);
  gate();
  let chosen = "";
  buttons.forEach((button) => button.addEventListener("click", () => (chosen = button.value)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!seen.checked || !chosen) return;
    buttons.forEach((button) => (button.disabled = true));
    const body = {
      number: Number(form.querySelector("[name=number]").value),
      sha: form.querySelector("[name=sha]").value,
      answer: chosen,
      reason: form.querySelector("[name=reason]").value,
    };
    pending[room.say(form.dataset.stream, "terms.answer", body)] = { place: form, done: "", again: gate };
    showWaiting(room.unsent);
  });
}

function wakeSign(form) {
  form.hidden = false;
  const submit = form.querySelector("[data-submit]"), seen = form.querySelector("[data-seen]");
  let written = false;
  const gate = () => (submit.disabled = !(written && seen.checked));
  const pad = new Pad(form.querySelector("[data-pad]"), (is) => {
    written = is;
    gate();
  });
  seen.addEventListener("change", gate);
  form.querySelector("[data-clear]").addEventListener("click", () => pad.clear());
  submit.addEventListener("click", () => {
    submit.disabled = true;
    const { stream, agreement, sha } = form.dataset;
    const body = { agreement: Number(agreement), sha, drawing: pad.address() };
    pending[room.say(stream, "sign", body)] = { place: form, done: "签名已保存。", again: gate };
    showWaiting(room.unsent);
  });
}

// Sides

function showUnread(count) {
  unread = count;
  const mark = document.querySelector("[data-unread]");
  if (!mark) return;
  mark.hidden = !count;
  mark.textContent = count ? `${count}条新` : "";
}

function turn(to) {
  side = to;
  const isPrivate = to === "caucus";
  byId("talk").classList.toggle("talk-private", isPrivate);
  byId("talk-title").textContent = isPrivate ? `不公开：只给${seat.groupName}` : "大家都能看到";
  byId("private-note").hidden = !isPrivate;
  byId("lines-pub").hidden = isPrivate;
  byId("lines-caucus").hidden = !isPrivate;
  byId("say-send").textContent = isPrivate ? `只发给${seat.groupName}` : "发给大家";
  byId("say-label").textContent = isPrivate ? "写给我方和调解员" : "写给大家";
  document.querySelectorAll("[data-side]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.side === to));
  });
  if (isPrivate) showUnread(0);
}

document.querySelectorAll("[data-side]").forEach((button) => {
  button.addEventListener("click", () => turn(button.dataset.side));
});
byId("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = byId("say-text"), text = field.value.trim();
  if (!text) return;
  room.say(side === "caucus" ? seat.caucus : "pub", "say", { text });
  field.value = "";
  showWaiting(room.unsent);
});

["hands", "talk"].forEach((id) => (byId(id).hidden = false));
document.querySelectorAll("[data-card]").forEach(wake);
room.start();
