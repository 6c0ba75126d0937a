/** Who wants to speak, who speaks, and how long each side has spoken: all from the log. */

import { element, minutesAndSeconds } from "./element.js";
import { whenReleased } from "./press.js";

export class Floor {
  /* `nameOf(seat)` and `sideOf(seat)`; `give`, `end` where one may. `now()` is the server's time. */
  constructor(place, { nameOf, sideOf, now, give, end }) {
    Object.assign(this, { place, nameOf, sideOf, now, give, end });
    this.asked = new Map(); // seat → {why, at}
    this.speaking = null; // {seat, since}
    this.spent = new Map(); // side → seconds
    setInterval(() => this.tick(), 1000);
  }

  take(frame) {
    const at = new Date(frame.at);
    switch (frame.k) {
      case "floor.ask":
        this.asked.set(frame.u, { why: frame.b.why, at });
        break;
      case "floor.withdraw":
        this.asked.delete(frame.u);
        break;
      case "floor.give":
        this.stop(at);
        this.asked.delete(frame.b.seat);
        this.speaking = { seat: frame.b.seat, since: at };
        break;
      case "floor.end":
        this.stop(at);
        break;
    }
    this.draw();
  }

  stop(at) {
    if (!this.speaking) return;
    const side = this.sideOf(this.speaking.seat);
    const seconds = (at - this.speaking.since) / 1000;
    this.spent.set(side, (this.spent.get(side) || 0) + seconds);
    this.speaking = null;
  }

  /* A point of order comes before those who want to speak; otherwise as they asked. */
  queue() {
    const order = (entry) => (entry[1].why === "order" ? 0 : 1);
    return [...this.asked].sort((a, b) => order(a) - order(b) || a[1].at - b[1].at);
  }

  draw() {
    if (this.drawing) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = 0;
      whenReleased(() => this.drawNow());
    });
  }

  drawNow() {
    const parts = [];
    if (this.speaking) {
      this.running = element("strong", {}, "0:00");
      const line = element(
        "p",
        { class: "floor-now" },
        element("span", { class: "tag tag-green" }, "正在发言"),
        ` ${this.nameOf(this.speaking.seat)} `,
        this.running,
      );
      if (this.end) line.append(" ", this.button("结束", () => this.end(this.speaking.seat)));
      parts.push(line);
    }
    const queue = this.queue();
    if (queue.length) {
      const list = element("ol", { class: "floor-queue" });
      queue.forEach(([seat, { why }]) => {
        const item = element("li", {}, this.nameOf(seat), " ");
        if (why === "order") item.append(element("span", { class: "tag tag-amber" }, "程序问题"), " ");
        if (this.give) item.append(this.button("请发言", () => this.give(seat), this.nameOf(seat)));
        list.append(item);
      });
      parts.push(list);
    }
    this.times = element("ul", { class: "floor-times" });
    parts.push(this.times);
    if (!this.speaking && !queue.length) {
      parts.unshift(element("p", { class: "muted" }, "没有人要求发言。"));
    }
    this.place.replaceChildren(...parts);
    this.tick();
  }

  button(words, act, whom) {
    const made = element("button", { type: "button", class: "btn btn-secondary btn-small" }, words);
    if (whom) made.append(element("span", { class: "visually-hidden" }, `：${whom}`));
    made.addEventListener("click", act);
    return made;
  }

  tick() {
    if (!this.times) return;
    const spent = new Map(this.spent);
    if (this.speaking) {
      const seconds = Math.max(0, (this.now() - this.speaking.since) / 1000);
      if (this.running) this.running.textContent = minutesAndSeconds(seconds);
      const side = this.sideOf(this.speaking.seat);
      spent.set(side, (spent.get(side) || 0) + seconds);
    }
    const words = [...spent].map(([side, seconds]) =>
      element("li", {}, `${side || "其他"} 已发言 ${minutesAndSeconds(seconds)}`),
    );
    this.times.replaceChildren(...words);
  }
}
