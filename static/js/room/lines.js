/**
 * What was said, a list for each audience; lines are added and never drawn again.
 *
 * A correction strikes the old line through and stands at its own place.
 */

import { clock, element } from "./element.js";

const NEAR_THE_END = 80;

export class Lines {
  /* `place`: where the list of the chosen audience stands. `acts`: correct(no, text, speaker),
     take(name key, text), copy(stream, number), nameOf(seat); those missing are not offered. */
  constructor(place, acts) {
    this.place = place;
    this.acts = acts;
    this.lists = {};
    this.minutes = {};
    this.stream = "";
  }

  list(stream) {
    if (!this.lists[stream]) this.lists[stream] = element("ol", { class: "lines-list" });
    return this.lists[stream];
  }

  show(stream) {
    this.stream = stream;
    this.place.replaceChildren(this.list(stream));
    this.toEnd();
  }

  toEnd() {
    this.place.scrollTop = this.place.scrollHeight;
  }

  add(stream, item) {
    const shown = stream === this.stream;
    const near =
      shown &&
      this.place.scrollHeight - this.place.scrollTop - this.place.clientHeight < NEAR_THE_END;
    this.list(stream).append(item);
    if (near && !this.waiting) {
      // One scroll for all that came together.
      this.waiting = requestAnimationFrame(() => {
        this.waiting = 0;
        this.toEnd();
      });
    }
  }

  /* One line of the minutes. */
  line(frame) {
    const { no, speaker, text, concession, corrects } = frame.b;
    if (this.minutes[no]) return;
    const words = element("p", {}, text);
    const tools = element("div", { class: "line-tools" });
    const item = element(
      "li",
      { id: `line-${no}`, class: concession ? "minutes-concession" : null },
      element("span", { class: "minutes-no" }, String(no)),
      element(
        "div",
        {},
        element(
          "p",
          { class: "minutes-who" },
          element("strong", {}, speaker),
          " ",
          element("time", { class: "muted small", datetime: frame.at }, clock(frame.at)),
          concession ? element("span", { class: "tag tag-violet" }, "调解让步，不出调解卷") : null,
          corrects ? element("span", { class: "tag" }, `更正第${corrects}行`) : null,
        ),
        words,
      ),
      tools,
    );
    if (this.acts.correct) {
      const button = element("button", { type: "button", class: "btn btn-link btn-small" }, "更正");
      button.append(element("span", { class: "visually-hidden" }, `第${no}行`));
      button.addEventListener("click", () => this.acts.correct(no, text, speaker));
      tools.append(button);
    }
    this.minutes[no] = { words, tools };
    this.add("pub", item);
    if (corrects && this.minutes[corrects]) this.strike(corrects, no);
  }

  strike(no, by) {
    const { words, tools } = this.minutes[no];
    const struck = element("del", {}, words.textContent);
    const link = element("a", { class: "small", href: `#line-${by}` }, `更正见第${by}行`);
    words.replaceChildren(struck, " ", link);
    tools.replaceChildren();
  }

  /* What somebody said that is not in the minutes: from a phone, or to one side only.
     Returns the element that holds the name. */
  said(frame, name) {
    const open = frame.s === "pub";
    const who = element("strong", {}, name);
    const tools = element("div", { class: "line-tools" });
    const words = open ? "记入笔录" : "公开此行";
    const act = open ? this.acts.take : this.acts.copy;
    if (act) {
      const button = element("button", { type: "button", class: "btn btn-link btn-small" }, words);
      button.addEventListener("click", () => act(frame, button));
      tools.append(button);
    }
    this.add(
      frame.s,
      element(
        "li",
        { class: open ? "line-said" : "line-private" },
        element(
          "span",
          { class: "minutes-no", "aria-hidden": "true" },
          open ? "›" : element("span", { class: "lock" }),
        ),
        element(
          "div",
          {},
          element(
            "p",
            { class: "minutes-who" },
            who,
            " ",
            element("time", { class: "muted small", datetime: frame.at }, clock(frame.at)),
            open ? element("span", { class: "tag tag-plain" }, "手机发言，未记入笔录") : null,
          ),
          element("p", {}, frame.b.text),
        ),
        tools,
      ),
    );
    return who;
  }

  /* What happened, said by nobody. */
  note(stream, at, words) {
    this.add(
      stream,
      element(
        "li",
        { class: "line-note" },
        element("span", { class: "minutes-no", "aria-hidden": "true" }, "·"),
        element("p", {}, `${clock(at)} ${words}`),
      ),
    );
  }
}
