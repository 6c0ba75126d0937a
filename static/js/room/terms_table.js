/**
 * The terms on the table, changed in place.
 *
 * What is typed is tried first: the server computes the difference by the act itself and takes it
 * back. What is proposed then carries the digest of what was shown and the version it came from.
 * Terms others changed meanwhile are drawn with what was typed on top and what stands now beside it.
 */

import { element, fen, yuan } from "./element.js";
import { Payers } from "./terms_payers.js";

function inWords(day, percent) {
  return day ? `${day}${percent ? ` 付${percent}%` : ""}` : "没有这一期";
}

export class TermsTable {
  /*
   * `place`: the part as the server draws it; `refetch()` draws it anew; `propose(body)` sends.
   * `payers` are [key, name] of who may pay, `liabilities` [word, label].
   */
  constructor(place, { address, csrf, payers, liabilities, refetch, propose }) {
    Object.assign(this, { place, address, csrf, payers, liabilities, refetch, propose });
    this.editing = false;
    this.kept = null; // what was typed on terms that others changed meanwhile
    place.addEventListener("click", (event) => this.click(event));
    place.addEventListener("input", () => this.changed());
  }

  get root() {
    return this.place.querySelector("[data-terms]");
  }

  /* The part was drawn anew; what was typed on the terms before is put on top of the new ones. */
  drawn() {
    this.editing = false;
    if (this.kept && this.root && this.root.querySelector("[data-edit]")) {
      const kept = this.kept;
      this.kept = null;
      this.edit(kept);
    }
  }

  click(event) {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    if (pressed.dataset.edit !== undefined) this.edit();
    if (pressed.dataset.cancel !== undefined) this.refetch();
    if (pressed.dataset.try !== undefined) this.try_();
    if (pressed.dataset.propose !== undefined) this.send(pressed);
    if (pressed.dataset.more !== undefined) this.addDay("", "");
    if (pressed.dataset.less !== undefined) {
      pressed.closest("tr").remove();
      this.renumber();
      this.changed();
    }
  }

  edit(kept) {
    this.editing = true;
    this.root.classList.add("terms-edited");
    this.root.querySelector("[data-edit]").hidden = true;
    this.root.querySelector("[data-editing]").hidden = false;
    this.root.querySelectorAll("[data-amount]").forEach((cell) => this.editAmount(cell, kept));
    const days = this.root.querySelector("[data-days]");
    this.before = [...days.children].map((row) => [row.dataset.day, row.dataset.percent]);
    this.percents = this.before.every(([, percent]) => percent);
    if (this.percents) this.editDays(days, kept && kept.days ? kept.days : this.before);
    this.paying = new Payers(this.root.querySelector("[data-payers]"), {
      payers: this.payers,
      liabilities: this.liabilities,
      kept: kept && kept.payers,
    });
    if (kept) {
      this.root.querySelector("[data-waiver]").value = kept.waiver;
      this.wrong("现行方案已由他人改过；您的改动已填在新方案上，不同之处标有现行的内容，请核对后再提出。");
    }
    this.changed();
    this.root.querySelector("[data-amount] input").focus();
  }

  editAmount(cell, kept) {
    const { no } = cell.closest("tr").dataset;
    const now = yuan(Number(cell.dataset.amount)).replace(/,/g, "");
    const typed = kept && kept.amounts[no];
    const field = element("input", {
      class: "form-control amount",
      inputmode: "decimal",
      "aria-label": `${cell.dataset.name}的金额（元）`,
      value: typed || now,
    });
    cell.replaceChildren(field);
    if (typed && typed !== now) cell.append(element("span", { class: "row-sub standing" }, `现行 ${now}`));
  }

  editDays(days, rows) {
    days.replaceChildren();
    rows.forEach(([day, percent], at) => {
      const standing = this.before[at] || ["", ""];
      const same = standing[0] === day && standing[1] === percent;
      this.addDay(day, percent, same ? "" : `现行 ${inWords(...standing)}`);
    });
    if (rows.length < this.before.length) {
      this.wrong(`现行方案有${this.before.length}期，您改为${rows.length}期。`);
    }
    const more = element("button", { type: "button", class: "btn btn-secondary btn-small", "data-more": true }, "增加一期");
    days.closest("table").after(element("p", { class: "days-more" }, more));
  }

  addDay(day, percent, standing) {
    const days = this.root.querySelector("[data-days]");
    const due = element("input", { type: "date", class: "form-control", value: day, "data-due-on": true });
    const share = element("input", { class: "form-control amount", inputmode: "decimal", value: percent, "data-share": true });
    const less = element("button", { type: "button", class: "btn btn-link btn-small", "data-less": true }, "去掉");
    const cells = [due, share, less].map((field) => element("td", {}, field));
    if (standing) cells[0].append(element("span", { class: "row-sub standing" }, standing));
    days.append(element("tr", {}, element("th", { scope: "row" }), ...cells));
    this.renumber();
    this.changed();
  }

  renumber() {
    [...this.root.querySelectorAll("[data-days] tr")].forEach((row, at) => {
      row.querySelector("th").textContent = `第${at + 1}期`;
      row.querySelector("[data-due-on]").setAttribute("aria-label", `第${at + 1}期付款日`);
      row.querySelector("[data-share]").setAttribute("aria-label", `第${at + 1}期比例（%）`);
    });
  }

  /* Running totals for the eye; what was tried before is not what stands there now. */
  changed() {
    if (!this.editing) return;
    const sums = this.fields().map(([, field]) => fen(field.value));
    const known = !sums.includes(null);
    const sum = known ? sums.reduce((all, one) => all + one, 0) : null;
    this.root.querySelector("[data-total]").textContent = known ? yuan(sum) : "请核对金额";
    if (this.paying) this.paying.compare(sum);
    this.root.querySelector("[data-tried]").replaceChildren();
    this.root.querySelector("[data-try]").hidden = false;
  }

  fields() {
    return [...this.root.querySelectorAll("[data-amount]")].map((cell) => [
      cell,
      cell.querySelector("input"),
    ]);
  }

  days() {
    return [...this.root.querySelectorAll("[data-days] tr")].map((row) => [
      row.querySelector("[data-due-on]").value,
      row.querySelector("[data-share]").value.trim(),
    ]);
  }

  asked() {
    const changes = {};
    const wrong = [];
    this.fields().forEach(([cell, field]) => {
      const sum = fen(field.value);
      if (sum === null) wrong.push(cell.dataset.name);
      else if (sum !== Number(cell.dataset.amount)) changes[cell.closest("tr").dataset.no] = sum;
    });
    const payers = this.paying.asked();
    if (payers && payers.includes(null)) wrong.push("付款人的承担金额");
    if (wrong.length) {
      this.wrong(`请核对金额：${wrong.join("、")}。`);
      return null;
    }
    const body = {
      base: Number(this.root.dataset.base),
      changes,
      waiver: this.root.querySelector("[data-waiver]").value,
    };
    if (this.percents) {
      body.schedule = this.days().map(([due_on, percent]) => ({ due_on, percent }));
    }
    if (payers) body.payers = payers;
    return body;
  }

  try_() {
    const body = this.asked();
    if (!body) return;
    this.wrong("");
    fetch(this.address, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
      body: JSON.stringify(body),
    })
      .then((answer) => (answer.status === 422 ? answer.json() : answer.text()))
      .then((answer) => {
        if (answer.stale) this.stale(answer.why);
        else if (answer.why) this.wrong(answer.why);
        else {
          this.tried = body;
          this.root.querySelector("[data-tried]").innerHTML = answer;
          this.root.querySelector("[data-try]").hidden = true;
          this.root.querySelector("[data-propose]").focus();
        }
      })
      .catch(() => this.wrong("没有连上服务器，改动还在这里，请稍后再核对。"));
  }

  send(pressed) {
    pressed.disabled = true;
    const sha = pressed.closest("[data-sha]").dataset.sha;
    this.keep();
    this.propose(Object.assign({}, this.tried, { sha }));
  }

  /* What was typed, as far as it differs from the terms it was typed on. */
  keep() {
    const amounts = {};
    this.fields().forEach(([cell, field]) => {
      if (fen(field.value) !== Number(cell.dataset.amount)) {
        amounts[cell.closest("tr").dataset.no] = field.value;
      }
    });
    const days = this.percents ? this.days() : null;
    const changed = days && JSON.stringify(days) !== JSON.stringify(this.before);
    this.typed = {
      amounts,
      days: changed ? days : null,
      payers: this.paying.typed(),
      waiver: this.root.querySelector("[data-waiver]").value,
    };
  }

  /* Our own change stands. */
  proposed() {
    this.typed = this.kept = null;
    this.editing = false;
    this.refetch();
  }

  refused(why) {
    if (!this.editing) return;
    this.stale(why);
  }

  /* Others changed the terms: say what is different, draw theirs and put ours on top. */
  stale(why) {
    this.keep();
    this.kept = this.typed;
    this.editing = false;
    this.refetch(() => this.wrong(`${why}不同之处标有现行的内容。`));
  }

  wrong(words) {
    const line = this.root && this.root.querySelector("[data-wrong]");
    if (!line) return;
    line.textContent = words;
    line.hidden = !words;
  }
}
