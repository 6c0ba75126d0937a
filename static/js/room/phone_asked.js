/*
 * What is put to a party while the session runs: facts, offers, evidence, the minutes to confirm.
 * Each stands as a card that its last event wrote; the log rebuilds them after every reload.
 */

import { element } from "./phone_lines.js";
import { minutesCard, minutesDone } from "./phone_minutes.js";
import { Offers, fen, yuan } from "./phone_offers.js";

export class Asked {
  /*
   * `say(stream, kind, body)` sends; `seat` says for whom one answers; `mine(frame)` whether one
   * sent it; `offers` is what `Offers` needs.
   */
  constructor(place, say, seat, { mine, offers }) {
    this.place = place;
    this.say = say;
    this.seat = seat;
    this.cards = {};
    this.sent = {};
    this.mine = mine;
    this.offers = new Offers(this, offers);
  }

  card(id, title) {
    let card = this.cards[id];
    if (!card) {
      card = element("section", "", "surface");
      card.setAttribute("aria-label", title);
      this.place.appendChild(card);
      this.cards[id] = card;
    }
    card.textContent = "";
    card.appendChild(element("h2", title));
    return card;
  }

  drop(id) {
    if (this.cards[id]) this.cards[id].remove();
    delete this.cards[id];
  }

  buttons(card, choices, send) {
    const row = element("div", "", "two");
    choices.forEach(([words, value, look]) => {
      const button = element("button", words, `btn ${look}`);
      button.type = "button";
      button.addEventListener("click", () => {
        const id = send(value);
        if (!id) return;
        row.querySelectorAll("button").forEach((one) => (one.disabled = true));
        this.sent[id] = { card, row, words };
        this.tell(card, `待发送：${words}`);
      });
      row.appendChild(button);
    });
    card.appendChild(row);
    return row;
  }

  tell(card, words) {
    let line = card.querySelector("[data-told]");
    if (!line) {
      line = element("p", "", "sending");
      line.setAttribute("role", "status");
      line.setAttribute("data-told", "");
      card.appendChild(line);
    }
    line.textContent = words;
  }

  /* An answer of one's own has reached the office. */
  settled(id) {
    const sent = this.sent[id];
    if (!sent) return;
    delete this.sent[id];
    this.tell(sent.card, `已记录：${sent.words}。`);
    sent.row.querySelectorAll("button").forEach((one) => (one.disabled = false));
  }

  refused(id, why) {
    const sent = this.sent[id];
    if (!sent) return false;
    delete this.sent[id];
    this.tell(sent.card, `没有记录：${why}`);
    sent.row.querySelectorAll("button").forEach((one) => (one.disabled = false));
    return true;
  }

  event(frame) {
    const act = this[`on_${frame.k.replace(/\./g, "_")}`];
    if (act) act.call(this, frame.b, frame);
    this.settled(frame.c);
  }

  on_fact_put(body) {
    const card = this.card(`fact-${body.id}`, `请确认：${body.label}`);
    card.appendChild(element("p", body.text));
    if (body.total_fen) card.appendChild(element("p", yuan(body.total_fen), "public-amount"));
    card.appendChild(element("p", "双方都说对，这一条就不再争。调解不成，也可以带到仲裁。", "muted"));
    const choices = [["说得对", "agree", "btn-yes"], ["不对", "refuse", "btn-no"]];
    this.buttons(card, choices, (answer) => {
      return this.each("fact.answer", { id: body.id, answer });
    });
  }

  on_fact_tally(body) {
    const card = this.cards[`fact-${body.id}`];
    if (!card) return;
    let line = card.querySelector("[data-tally]");
    if (!line) {
      line = element("p", "", "muted");
      line.setAttribute("data-tally", "");
      card.appendChild(line);
    }
    line.textContent = `${body.agree} 人说对，${body.refuse} 人说不对`;
  }

  on_fact(body) {
    Object.keys(this.cards).forEach((id) => {
      if (this.cards[id].getAttribute("aria-label") === `请确认：${body.label}`) this.drop(id);
    });
    const card = this.card(`agreed-${body.fact}`, `已确认：${body.label}`);
    card.appendChild(element("p", body.text));
  }

  on_fact_withdrawn(body) {
    this.drop(`fact-${body.id}`);
  }

  on_offer(body, frame) {
    this.offers.show(body, frame.s);
  }

  on_show(body) {
    const card = this.card("show", `正在看：${body.name || "证据"}`);
    const link = element("a", "打开看", "btn btn-secondary");
    link.href = this.seat.shown;
    link.target = "_blank";
    link.rel = "noopener";
    card.appendChild(link);
  }

  on_show_end() {
    this.drop("show");
  }

  on_fact_answered(body) {
    const card = this.cards[`fact-${body.id}`];
    const words = body.answer === "agree" ? "说得对" : "不对";
    if (card) this.tell(card, `已记录：${body.name}，${words}。改主意的，可以再按。`);
  }

  on_blind(body) {
    const words = {
      asked: "调解员提议：双方各写一个数，谁也看不到对方的，系统只说碰不碰得上。双方都同意才做。",
      open: "双方各写一个数，谁也看不到对方的，系统只说碰不碰得上。每一方写一次，写了不能改。",
      given: `已经写了的：${(body.given || []).join("、")}`,
      overlap: "双方的数碰上了，请听调解员说下一步。",
      none: "双方的数还没有碰上。数字已经销毁，谁都没有看到。",
      refused: "有一方不同意，这一轮不做。",
      expired: "时间到了，没有比较。",
    };
    if (!words[body.state]) return;
    const card = this.card(`blind-${body.id}`, "密封报价");
    card.appendChild(element("p", words[body.state]));
    if ((body.sides || []).indexOf(this.seat.groupName) < 0) return;
    if (body.state === "asked") this.consent(card, "blind.consent", body.id, ["同意这样做", "不同意"]);
    const waits = body.state === "open" || body.state === "given";
    if (waits && (body.given || []).indexOf(this.seat.groupName) < 0) this.bound(card, body);
  }

  consent(card, kind, id, [yes, no]) {
    const choices = [[yes, "agree", "btn-yes"], [no, "refuse", "btn-no"]];
    this.buttons(card, choices, (answer) => this.each(kind, { id, answer }));
  }

  /* The same answer for each party one acts for. */
  each(kind, body) {
    return this.seat.personal.map((stream) => this.say(stream, kind, body)).pop();
  }

  bound(card, body) {
    const least = body.sides[0] === this.seat.groupName;
    const label = element("label", least ? "最少要多少元" : "最多付多少元");
    const field = element("input", "", "form-control digits");
    field.id = `bound-${body.id}`;
    field.inputMode = "decimal";
    field.autocomplete = "off";
    label.htmlFor = field.id;
    card.appendChild(label);
    card.appendChild(field);
    this.buttons(card, [["封好交上去", "give", "btn-primary"]], () => {
      const sum = fen(field.value);
      if (!sum) {
        this.tell(card, "请填金额，例如 12000。");
        return "";
      }
      field.value = "";
      return this.say(this.seat.personal[0], "blind.give", { id: body.id, amount_fen: sum });
    });
  }

  on_recording(body) {
    const words = { agreed: "各方都同意录音录像。", refused: "有人不同意，不录音、不录像。" };
    const card = this.card("recording", "录音录像");
    card.appendChild(element("p", words[body.state] || "要不要录音录像？有一个人不同意，就不录。"));
    if (!words[body.state]) this.consent(card, "recording.answer", body.id, ["同意录", "不同意录"]);
  }

  on_minutes_voided(body) {
    this.drop("minutes");
    this.card("minutes", "笔录有改动").appendChild(element("p", body.text));
  }

  on_minutes_ready(body) {
    minutesCard(this, body, (drawing) => this.each("minutes.sign", { sha: body.sha, drawing }));
  }

  on_minutes_signed(body, frame) {
    if (this.mine(frame)) minutesDone(this, body);
  }

  on_recording_answered(body) {
    const card = this.cards.recording;
    if (card) this.tell(card, `已记录：${body.name}，${body.answer === "agree" ? "同意录" : "不同意录"}。改主意的，可以再按。`);
  }

  /* What is asked in a session is not asked any more once it is over. */
  on_session(body) {
    if (body.state !== "closed") return;
    Object.keys(this.cards)
      .filter((id) => /^(fact|minutes|recording|blind|show)/.test(id))
      .forEach((id) => this.drop(id));
    this.offers.over();
  }
}
