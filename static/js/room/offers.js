/** Offers, open and sealed, on the console: made, conveyed, countered; sums nobody else sees. */

import { element, fen, minutesAndSeconds, yuan } from "./element.js";
import { whenReleased } from "./press.js";

const OFFER_STATES = {
  made: "只有调解员知道",
  conveyed: "已转达",
  countered: "对方已还价",
  accepted: "对方可以接受",
  declined: "对方不接受",
  withdrawn: "已撤回",
  expired: "已过有效期",
};
const BLIND_STATES = {
  asked: "正在征求双方同意",
  open: "双方已同意，等待填写",
  given: "一方已填写",
  overlap: "双方有重合",
  none: "双方没有重合",
  refused: "一方不同意密封报价",
  expired: "已过时或者已停止",
};
const BLIND_RUNS = ["asked", "open", "given"];

export class Offers {
  /* `say`, `may` as in Facts; `now()` is the time of the server; `refuse(words)` says what is wrong. */
  constructor(panel, { say, may, now, refuse }) {
    Object.assign(this, { panel, say, may, now, refuse });
    this.offers = new Map();
    this.round = null;
    this.form("[data-offer]", () => this.make());
    this.form("[data-blind-ask]", () => this.ask());
    const stop = this.find("[data-blind-stop]");
    if (stop) {
      stop.addEventListener("click", () => {
        if (this.round) say("pub", "blind.stop", { id: this.round });
      });
    }
  }

  find(selector) {
    return this.panel.querySelector(selector);
  }

  form(selector, act) {
    const form = this.find(selector);
    if (!form) return;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (act()) form.reset();
    });
  }

  /* Two different sides and whole minutes; null with the reason said otherwise. */
  sides(one, other, minutes) {
    const [first, second] = [this.find(one).value, this.find(other).value];
    const lasts = Number(this.find(minutes).value);
    if (first === second || !Number.isInteger(lasts) || lasts < 1) {
      this.refuse("请选择不同的两方，有效期写整分钟数。");
      return null;
    }
    this.refuse("");
    return [first, second, lasts];
  }

  make() {
    const amount = fen(this.find("#offer-amount").value);
    if (amount === null) {
      this.refuse("请核对报价金额。");
      return false;
    }
    const chosen = this.sides("#offer-from", "#offer-to", "#offer-minutes");
    if (!chosen) return false;
    const [from, to, minutes] = chosen;
    const note = this.find("#offer-note").value.trim();
    this.say(`c:${from}`, "offer.make", { to, amount_fen: amount, minutes, note });
    return true;
  }

  ask() {
    const chosen = this.sides("#blind-low", "#blind-high", "#blind-minutes");
    if (!chosen) return false;
    const [low, high, minutes] = chosen;
    this.say("pub", "blind.ask", { low, high, minutes });
    return false;
  }

  offer(body) {
    // The staff read every offer on a stream of their own, and there with the name of who made it.
    this.offers.set(body.id, Object.assign({}, this.offers.get(body.id), body));
    this.draw();
  }

  blind({ id, state, sides = [], given = [] }) {
    const runs = BLIND_RUNS.includes(state);
    this.round = runs ? id : null;
    const who = `${sides.join("、")}${given.length && runs ? `；已填写：${given.join("、")}` : ""}`;
    this.find("[data-blind]").textContent = `${BLIND_STATES[state] || state}${who ? `（${who}）` : ""}`;
    const stop = this.find("[data-blind-stop]");
    if (stop) stop.hidden = !runs;
  }

  draw() {
    const items = [...this.offers.values()].reverse().map((offer) => this.item(offer));
    if (items.length) whenReleased(() => this.find("[data-offers]").replaceChildren(...items));
  }

  item(offer) {
    const left = (new Date(offer.expires_at) - this.now()) / 1000;
    const open = ["made", "conveyed", "countered"].includes(offer.state);
    const about = [
      offer.person ? `${offer.person}提出` : "",
      offer.counters ? "还价" : "",
      offer.note,
      !open ? "" : left > 0 ? `还有${minutesAndSeconds(left)}` : "已过有效期",
    ];
    const item = element(
      "li", {},
      element("strong", {}, `${yuan(offer.amount_fen)}元`), ` ${offer.from} → ${offer.to} `,
      element("span", { class: "tag tag-violet" }, OFFER_STATES[offer.state] || offer.state),
      element("span", { class: "row-sub" }, about.filter(Boolean).join("，")),
    );
    if (offer.state === "made" && left > 0 && this.may("offer.convey")) {
      const button = element("button", { type: "button", class: "btn btn-violet btn-small" }, `转达给${offer.to}`);
      button.addEventListener("click", () => this.say("med", "offer.convey", { id: offer.id }));
      item.append(button);
    }
    return item;
  }
}
