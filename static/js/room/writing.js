/**
 * The field in which everything is written, and for whom.
 *
 * Each audience has a draft of its own: what was typed for one side never stands in the field when
 * everybody is chosen. The audience stays through a reload; back to all leads only a press.
 */

import { element } from "./element.js";

export class Writing {
  /*
   * `send(text)`; `phrases` as {step, text, own} in the order of the agenda, whose `steps` are
   * [slug, label]; `keep(step, text)` keeps one and promises all of them.
   */
  constructor(form, { phrases, steps, send, keep }) {
    Object.assign(this, { form, phrases, steps, send, keep });
    this.step = steps[0][0];
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
      if (chosen) this.choose(chosen);
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
      if (chosen) this.choose(chosen);
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

  /*
   * A slash at the beginning offers phrases, those of the step at hand first: all that hold what
   * follows it, the one of that number, or after a plus what is to be kept as one's own.
   */
  offer() {
    const typed = this.field.value;
    if (!typed.startsWith("/")) {
      this.close();
      return;
    }
    const wanted = typed.slice(1).trim();
    const items = wanted.startsWith("+") ? this.keeping(wanted.slice(1).trim()) : this.found(wanted);
    this.menu.replaceChildren(...items);
    this.menu.hidden = !items.length;
    this.at = 0;
    this.move(0);
  }

  found(wanted) {
    const here = this.phrases.filter((phrase) => phrase.step === this.step);
    const ordered = [...here, ...this.phrases.filter((phrase) => phrase.step !== this.step)];
    const numbered = ordered.map((phrase, at) => [phrase, at + 1]);
    const chosen = /^\d+$/.test(wanted)
      ? numbered.filter(([, no]) => no === Number(wanted))
      : numbered.filter(([phrase]) => phrase.text.includes(wanted));
    return chosen.map(([phrase, no]) => {
      const item = this.item(no, phrase.text);
      item.prepend(element("span", { class: "phrase-no" }, String(no)));
      if (phrase.own) item.append(element("span", { class: "tag tag-blue" }, "自己的"));
      if (phrase.step !== this.step) item.append(element("span", { class: "tag" }, this.label(phrase.step)));
      return item;
    });
  }

  keeping(text) {
    if (!text) return [];
    const item = this.item(0, text);
    item.dataset.keep = "";
    item.prepend(`存为“${this.label(this.step)}”的常用语：`);
    return [item];
  }

  item(no, text) {
    const made = element("li", { role: "option", id: `phrase-${no}`, "aria-selected": "false" }, element("span", { class: "phrase-text" }, text));
    made.dataset.text = text;
    return made;
  }

  label(step) {
    return this.steps.find(([slug]) => slug === step)[1];
  }

  choose(item) {
    const { text, keep } = item.dataset;
    if (keep === undefined) {
      this.take(text);
      return;
    }
    this.take("");
    this.keep(this.step, text).then((phrases) => {
      if (phrases) this.phrases = phrases;
    });
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
