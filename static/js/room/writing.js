/**
 * The field in which everything is written, and for whom.
 *
 * Each audience has a draft of its own: what was typed for one side never stands in the field when
 * everybody is chosen. The audience stays through a reload; back to all leads only a press.
 */

import { element } from "./element.js";

export class Writing {
  /* `send(text)`, `audience(stream, name)` when it is chosen. */
  constructor(form, { phrases, send }) {
    Object.assign(this, { form, phrases, send });
    this.field = form.querySelector("textarea");
    this.menu = form.querySelector(".phrases");
    this.speaker = form.querySelector("#speaker");
    this.drafts = {};
    this.stream = "pub";
    this.sent = [];
    this.back = 0;
    this.at = 0;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.field.addEventListener("keydown", (event) => this.key_(event));
    this.field.addEventListener("input", () => this.offer());
    this.menu.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const chosen = event.target.closest("li");
      if (chosen) this.take(chosen.textContent);
    });
    document.addEventListener("keydown", (event) => this.alt(event));
  }

  to(stream) {
    this.drafts[this.stream] = this.field.value;
    this.stream = stream;
    this.field.value = this.drafts[stream] || "";
    this.close();
    this.field.focus();
  }

  put(text) {
    this.field.value = text;
    this.field.focus();
  }

  submit() {
    const text = this.field.value.trim();
    if (!text) return;
    this.sent.push(text);
    this.back = 0;
    this.field.value = "";
    this.close();
    this.send(text);
  }

  key_(event) {
    if (event.isComposing) return;
    const open = !this.menu.hidden;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (open && event.key === "Enter") {
      event.preventDefault();
      const chosen = this.menu.children[this.at];
      if (chosen) this.take(chosen.textContent);
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && (this.field.value === "" || this.back)) {
      if (this.back < this.sent.length) {
        event.preventDefault();
        this.back += 1;
        this.field.value = this.sent[this.sent.length - this.back];
      }
    } else if (event.key.length === 1) {
      this.back = 0;
    }
  }

  alt(event) {
    if (!event.altKey || !/^Digit[1-9]$/.test(event.code) || this.stream !== "pub") return;
    const place = Number(event.code.slice(-1)) - 1;
    if (place >= this.speaker.options.length) return;
    event.preventDefault();
    this.speaker.selectedIndex = place;
    this.field.focus();
  }

  /* A slash at the beginning offers phrases that hold what follows it. */
  offer() {
    const typed = this.field.value;
    if (!typed.startsWith("/")) {
      this.close();
      return;
    }
    const found = this.phrases.filter((phrase) => phrase.includes(typed.slice(1).trim()));
    const items = found.map((phrase, at) =>
      element("li", { role: "option", id: `phrase-${at}`, "aria-selected": "false" }, phrase),
    );
    this.menu.replaceChildren(...items);
    this.menu.hidden = !found.length;
    this.at = 0;
    this.move(0);
  }

  move(step) {
    const items = [...this.menu.children];
    if (!items.length) return;
    this.at = (this.at + step + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === this.at)));
    items[this.at].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", items[this.at].id);
  }

  take(phrase) {
    this.close();
    this.put(phrase);
  }

  close() {
    this.menu.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }
}
