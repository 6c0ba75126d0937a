/*
 * What is put to a party while the session runs: facts, offers, evidence, the minutes to confirm.
 * Each stands as a card that its last event wrote; the log rebuilds them after every reload.
 */

import { element } from "./phone_lines.js";

const OFFER = {
  made: "已告诉调解员，还没有转给对方",
  conveyed: "等待答复",
  countered: "对方另提了一个数",
  accepted: "对方接受",
  declined: "对方没有接受",
  withdrawn: "已撤回",
  expired: "已过时间",
};

function yuan(fen) {
  const whole = Math.floor(fen / 100), rest = fen % 100;
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${grouped}.${rest < 10 ? "0" : ""}${rest} 元`;
}

export class Asked {
  /* `say(stream, kind, body)` sends; `keys` are the party keys one answers for. */
  constructor(place, say, seat) {
    this.place = place;
    this.say = say;
    this.seat = seat;
    this.cards = {};
    this.sent = {};
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
        row.querySelectorAll("button").forEach((one) => (one.disabled = true));
        const id = send(value);
        this.sent[id] = { card, row, words };
        this.tell(card, `待发送：${words}`);
      });
      row.appendChild(button);
    });
    card.appendChild(row);
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
    this.tell(sent.card, `已记录：${sent.words}。改主意的，可以再按。`);
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
    const act = this[frame.k.replace(/\./g, "_")];
    if (act) act.call(this, frame.b, frame);
    this.settled(frame.c);
  }

  fact_put(body) {
    const card = this.card(`fact-${body.id}`, `请确认：${body.label}`);
    card.appendChild(element("p", body.text));
    if (body.total_fen) card.appendChild(element("p", yuan(body.total_fen), "public-amount"));
    card.appendChild(element("p", "双方都说对，这一条就不再争。调解不成，也可以带到仲裁。", "muted"));
    const choices = [["说得对", "agree", "btn-primary"], ["不对", "refuse", "btn-danger"]];
    this.buttons(card, choices, (answer) => {
      const ids = this.seat.personal.map((s) => this.say(s, "fact.answer", { id: body.id, answer }));
      return ids[ids.length - 1];
    });
  }

  fact_tally(body) {
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

  fact(body) {
    Object.keys(this.cards).forEach((id) => {
      if (this.cards[id].getAttribute("aria-label") === `请确认：${body.label}`) this.drop(id);
    });
    const card = this.card(`agreed-${body.fact}`, `已确认：${body.label}`);
    card.appendChild(element("p", body.text));
  }

  fact_withdrawn(body) {
    this.drop(`fact-${body.id}`);
  }

  offer(body, frame) {
    const mine = body.from === this.seat.groupName || body.from === this.seat.group;
    const card = this.card(`offer-${body.id}`, mine ? "我方提的数" : "对方提的数");
    card.classList.add("talk-private");
    card.appendChild(element("p", yuan(body.amount_fen), "public-amount"));
    if (body.note) card.appendChild(element("p", body.note));
    card.appendChild(element("p", OFFER[body.state] || ""));
    card.appendChild(element("p", "🔒 不公开。只是商量用的数，不是协议；谈不成，不能拿来作证。", "muted"));
    if (!mine && body.state === "conveyed") {
      const choices = [["可以接受", "accept", "btn-primary"], ["不接受", "decline", "btn-danger"]];
      this.buttons(card, choices, (answer) =>
        this.say(frame.s, "offer.answer", { id: body.id, answer }),
      );
    }
  }

  show(body) {
    const card = this.card("show", `正在看：${body.name || "证据"}`);
    const link = element("a", "打开看", "btn btn-secondary");
    if (body.url) {
      link.href = body.url;
      link.target = "_blank";
      link.rel = "noopener";
      card.appendChild(link);
    } else card.appendChild(element("p", "请看大屏幕。"));
  }

  show_end() {
    this.drop("show");
  }

  blind(body) {
    const words = {
      open: "双方各写一个数，谁也看不到对方的，系统只说碰不碰得上。",
      given: `已经写了的：${(body.given || []).join("、")}`,
      overlap: "双方的数碰上了，请听调解员说下一步。",
      none: "双方的数还没有碰上。数字已经销毁，谁都没有看到。",
      expired: "时间到了，没有比较。",
    };
    if (!words[body.state]) return;
    this.card(`blind-${body.id}`, "密封报价").appendChild(element("p", words[body.state]));
  }

  minutes_ready(body) {
    const card = this.card("minutes", "请看笔录");
    card.appendChild(element("p", `笔录共 ${body.lines} 行，在下面“大家都能看到”里。说得对，请确认。`));
    this.buttons(card, [["笔录记得对，我确认", "yes", "btn-primary"]], () => {
      const ids = this.seat.personal.map((s) => this.say(s, "minutes.sign", { sha: body.sha }));
      return ids[ids.length - 1];
    });
  }
}
