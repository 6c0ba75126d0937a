/**
 * Who pays how much, changed with the terms on the table.
 *
 * Left alone, the payers keep their proportion whatever the total becomes; once touched, every
 * share is what stands there and has to come to the total.
 */

import { element, fen, yuan } from "./element.js";

export class Payers {
  /* `place`: the list the server drew. `kept`: what was typed before on other terms, if anything. */
  constructor(place, { payers, liabilities, kept }) {
    Object.assign(this, { place, payers, liabilities });
    this.touched = Boolean(kept);
    this.total = element("p", { class: "small muted", role: "status" });
    this.rows = element("ul", { class: "payers-live", "aria-label": "付款人" });
    const drawn = [...place.children].map(({ dataset }) => [
      dataset.payer, dataset.liability, yuan(Number(dataset.share)).replace(/,/g, ""),
    ]);
    this.standing = drawn;
    (kept || drawn).forEach((row) => this.add(...row));
    const more = element("button", { type: "button", class: "btn btn-secondary btn-small" }, "增加付款人");
    more.addEventListener("click", () => {
      this.add("", liabilities[0][0], "");
      this.touch();
    });
    const heading = element("h3", { class: "small" }, "谁付、承担多少（元）");
    place.replaceWith(element("div", { class: "payers-edit" }, heading, this.rows, element("p", {}, more), this.total));
    this.rows.addEventListener("input", () => {
      this.touched = true;
    });
  }

  /* As if something had been typed: whoever counts together hears of it. */
  touch() {
    this.rows.dispatchEvent(new Event("input", { bubbles: true }));
  }

  choice(options, value, label) {
    const field = element("select", { class: "form-select", "aria-label": label });
    options.forEach(([key, words]) => field.append(element("option", { value: key, selected: key === value }, words)));
    return field;
  }

  add(party, liability, share) {
    const who = this.choice([["", "（请选择）"], ...this.payers], party, "付款人");
    const ground = this.choice(this.liabilities, liability, "责任");
    const sum = element("input", { class: "form-control amount", inputmode: "decimal", value: share, "aria-label": "承担金额（元）" });
    const less = element("button", { type: "button", class: "btn btn-link btn-small" }, "去掉");
    const row = element("li", {}, who, ground, sum, less);
    less.addEventListener("click", () => {
      row.remove();
      this.touch();
    });
    this.rows.append(row);
  }

  /* [party, liability, share] as they stand in the fields. */
  fields() {
    return [...this.rows.children].map((row) => [...row.querySelectorAll("select, input")].map((field) => field.value.trim()));
  }

  typed() {
    return this.touched ? this.fields() : null;
  }

  /* What is sent: nothing while untouched; null in the place of a row that cannot be read. */
  asked() {
    if (!this.touched) return null;
    return this.fields().map(([party, liability, share]) => {
      const sum = fen(share);
      return party && sum ? { party, liability, fen: sum } : null;
    });
  }

  compare(total) {
    if (!this.touched) {
      this.total.textContent = this.standing.length > 1 ? "不改动的，各付款人按原来的比例承担。" : "不改动的，全额由该付款人承担。";
      return;
    }
    const sums = this.fields().map(([, , share]) => fen(share));
    if (total === null || sums.includes(null)) {
      this.total.textContent = "请核对承担金额。";
      return;
    }
    const rest = total - sums.reduce((all, one) => all + one, 0);
    this.total.textContent = rest ? `承担合计与总额${rest > 0 ? "还差" : "多出"}${yuan(Math.abs(rest))}元。` : "承担合计等于总额。";
  }
}
