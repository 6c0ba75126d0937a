/*
 * Offers on a party's phone: what we have said, what the other side said, a number of one's own.
 * A number goes to the mediator first; the other side sees it when the mediator passes it on.
 */

import { clock, element } from "./phone_lines.js";

// What became of an offer, for the side that made it and for the side it was made to.
const STATES = {
  made: ["只有调解员知道，还没有转给对方。", ""],
  conveyed: ["已转给对方，等待答复。", "请看能不能接受。"],
  countered: ["对方另提了一个数。", "我方另提了一个数。"],
  accepted: ["对方可以接受，等调解员写成方案。", "我方可以接受，等调解员写成方案。"],
  declined: ["对方不接受。", "我方不接受。"],
  withdrawn: ["已撤回。", "对方已撤回。"],
  expired: ["已过时间，不再有效。", "已过时间，不再有效。"],
};
const LASTS = [[30, "半小时内有效"], [60, "一小时内有效"], [180, "三小时内有效"], [1440, "一天内有效"]];
const SECRET = "不公开。只是商量用的数，不是协议；谈不成，不能拿来作证。";

/** 123456 fen as 1,234.56 元. */
export function yuan(fen) {
  const whole = Math.floor(fen / 100), rest = fen % 100;
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${grouped}.${rest < 10 ? "0" : ""}${rest} 元`;
}

/** "1,234.5" as 123450 fen; 0 for what is no sum. */
export function fen(text) {
  const found = /^(\d{1,12})(\.(\d{1,2}))?$/.exec(text.replace(/[,，\s]/g, ""));
  return found ? Number(found[1]) * 100 + Number(`${found[3] || ""}00`.slice(0, 2)) : 0;
}

export class Offers {
  /* `asked`: the cards; `sides`: [slug, name] of those one may make an offer to. */
  constructor(asked, { sides, now, place }) {
    this.asked = asked;
    this.sides = sides;
    this.now = now;
    this.shown = {};
    this.place = place;
    if (place && sides.length) {
      place.hidden = false;
      this.form(place.querySelector("[data-new-offer]"), {});
    }
    setInterval(() => this.expire(), 10000);
  }

  over() {
    if (this.place) this.place.hidden = true;
    Object.keys(this.shown).forEach((id) => this.asked.drop(`offer-${id}`));
  }

  show(body, stream) {
    this.shown[body.id] = { body, stream };
    const { seat } = this.asked;
    const mine = body.giver === seat.group;
    const open = body.state === "made" || body.state === "conveyed";
    const expired = open && new Date(body.expires_at) <= this.now();
    const state = expired ? "expired" : body.state;
    const title = mine ? (body.counters ? "我方还的数" : "我方提的数") : body.counters ? "对方还的数" : "对方提的数";
    const card = this.asked.card(`offer-${body.id}`, title);
    card.classList.add("talk-private");
    if (mine && this.sides.length > 1) card.appendChild(element("p", `给${body.to}`, "muted"));
    if (!mine) card.appendChild(element("p", body.from, "muted"));
    card.appendChild(element("p", yuan(body.amount_fen), "public-amount"));
    if (body.note) card.appendChild(element("p", body.note));
    if (mine && body.person) card.appendChild(element("p", `${body.person}提出`, "muted"));
    card.appendChild(element("p", (STATES[state] || ["", ""])[mine ? 0 : 1]));
    if (open && !expired) card.appendChild(element("p", `${this.until(body.expires_at)}以前有效。`, "muted"));
    card.appendChild(element("p", SECRET, "muted"));
    if (!open || expired) return;
    if (mine) {
      this.asked.buttons(card, [["撤回", "", "btn-secondary"]], () => this.asked.say(stream, "offer.withdraw", { id: body.id }));
      return;
    }
    const choices = [["可以接受", "accept", "btn-yes"], ["不接受", "decline", "btn-no"]];
    this.asked.buttons(card, choices, (answer) => this.asked.say(stream, "offer.answer", { id: body.id, answer }));
    this.counter(card, body);
  }

  until(at) {
    const end = new Date(at);
    const soon = end - this.now() < 12 * 3600 * 1000;
    const local = new Date(end.getTime() + 8 * 3600 * 1000);
    return soon ? clock(at) : `${local.getUTCMonth() + 1}月${local.getUTCDate()}日${clock(at)}`;
  }

  counter(card, body) {
    const more = element("details", "", "counter");
    more.appendChild(element("summary", "还一个数"));
    card.appendChild(more);
    this.form(more, { to: body.giver, counters: body.id });
  }

  field(place, id, words, made) {
    const label = element("label", words);
    label.htmlFor = id;
    made.id = id;
    place.appendChild(label);
    place.appendChild(made);
    return made;
  }

  choice(options) {
    const made = element("select", "", "form-select");
    options.forEach(([value, words]) => {
      const option = element("option", words);
      option.value = value;
      made.appendChild(option);
    });
    return made;
  }

  form(place, { to, counters }) {
    const id = `offer-of-${counters || "new"}`;
    const whom = !to && this.sides.length > 1 ? this.field(place, `${id}-to`, "给哪一方", this.choice(this.sides)) : null;
    const amount = this.field(place, `${id}-sum`, "金额（元）", element("input", "", "form-control digits"));
    amount.inputMode = "decimal";
    amount.autocomplete = "off";
    const lasts = this.field(place, `${id}-lasts`, "多久有效", this.choice(LASTS));
    lasts.value = "60";
    const note = this.field(place, `${id}-note`, "说明（可以不填）", element("input", "", "form-control"));
    note.maxLength = 300;
    note.autocomplete = "off";
    place.appendChild(element("p", "先只告诉调解员；调解员转达以后，对方才看得到。", "muted"));
    this.asked.buttons(place, [["告诉调解员", "", "btn-primary"]], () => {
      const sum = fen(amount.value);
      if (!sum) {
        this.asked.tell(place, "请填金额，例如 12000 或者 12000.50。");
        return "";
      }
      const body = { to: to || (whom ? whom.value : this.sides[0][0]), amount_fen: sum, minutes: Number(lasts.value), note: note.value.trim() };
      if (counters) body.counters = counters;
      amount.value = note.value = "";
      return this.asked.say(this.asked.seat.caucus, "offer.make", body);
    });
  }

  /* What has run out while the page stood open. */
  expire() {
    Object.keys(this.shown).forEach((id) => {
      const { body, stream } = this.shown[id];
      const open = body.state === "made" || body.state === "conveyed";
      if (!open || new Date(body.expires_at) > this.now()) return;
      this.show(Object.assign({}, body, { state: "expired" }), stream);
    });
  }
}
