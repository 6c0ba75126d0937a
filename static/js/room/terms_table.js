/**
 * The terms on the table, changed in place.
 *
 * What is typed is tried first: the server computes the difference by the act itself and takes it
 * back. What is proposed then carries the digest of what was shown and the version it came from.
 */

import { element, fen, yuan } from "./element.js";

export class TermsTable {
  /* `place`: the part as the server draws it; `refetch()` draws it anew; `propose(body)` sends. */
  constructor(place, { address, csrf, refetch, propose }) {
    Object.assign(this, { place, address, csrf, refetch, propose });
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
      this.changed();
    }
  }

  edit(kept) {
    this.editing = true;
    this.root.querySelector("[data-edit]").hidden = true;
    this.root.querySelector("[data-editing]").hidden = false;
    this.root.querySelectorAll("[data-amount]").forEach((cell) => {
      const no = cell.closest("tr").dataset.no;
      const typed = kept && kept.amounts[no];
      const field = element("input", {
        class: "form-control amount",
        inputmode: "decimal",
        "aria-label": `${cell.dataset.name}的金额（元）`,
        value: typed || yuan(Number(cell.dataset.amount)).replace(/,/g, ""),
      });
      cell.replaceChildren(field);
    });
    const days = this.root.querySelector("[data-days]");
    const rows = [...days.children];
    this.percents = rows.every((row) => row.dataset.percent);
    if (this.percents) {
      days.replaceChildren();
      rows.forEach((row) => this.addDay(row.dataset.day, row.dataset.percent));
      const more = element("button", { type: "button", class: "btn btn-secondary btn-small", "data-more": true }, "增加一期");
      days.closest("table").after(element("p", { class: "days-more" }, more));
    }
    if (kept) {
      this.root.querySelector("[data-waiver]").value = kept.waiver;
      this.wrong("现行方案已由他人改过；您的改动已填在新方案上，请核对后再提出。");
    }
    this.changed();
    this.root.querySelector("[data-amount] input").focus();
  }

  addDay(day, percent) {
    const days = this.root.querySelector("[data-days]");
    const no = days.children.length + 1;
    const due = element("input", {
      type: "date", class: "form-control", "aria-label": `第${no}期付款日`, value: day, "data-due-on": true,
    });
    const share = element("input", {
      class: "form-control amount", inputmode: "decimal", "aria-label": `第${no}期比例（%）`, value: percent, "data-share": true,
    });
    const less = element("button", { type: "button", class: "btn btn-link btn-small", "data-less": true }, "去掉");
    const cells = [due, share, less].map((field) => element("td", {}, field));
    days.append(element("tr", {}, element("th", { scope: "row" }, `第${no}期`), ...cells));
    this.changed();
  }

  /* Running total for the eye; what was tried before is not what stands there now. */
  changed() {
    if (!this.editing) return;
    const sums = this.fields().map(([, field]) => fen(field.value));
    const total = this.root.querySelector("[data-total]");
    total.textContent = sums.includes(null)
      ? "请核对金额"
      : yuan(sums.reduce((sum, one) => sum + one, 0));
    this.root.querySelector("[data-tried]").replaceChildren();
    this.root.querySelector("[data-try]").hidden = false;
  }

  fields() {
    return [...this.root.querySelectorAll("[data-amount]")].map((cell) => [
      cell,
      cell.querySelector("input"),
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
      const rows = [...this.root.querySelectorAll("[data-days] tr")];
      body.schedule = rows.map((row) => ({
        due_on: row.querySelector("[data-due-on]").value,
        percent: row.querySelector("[data-share]").value.trim(),
      }));
    }
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

  keep() {
    const amounts = {};
    this.fields().forEach(([cell, field]) => {
      if (fen(field.value) !== Number(cell.dataset.amount)) {
        amounts[cell.closest("tr").dataset.no] = field.value;
      }
    });
    this.typed = { amounts, waiver: this.root.querySelector("[data-waiver]").value };
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
    this.refetch(() => this.wrong(why));
  }

  wrong(words) {
    const line = this.root && this.root.querySelector("[data-wrong]");
    if (!line) return;
    line.textContent = words;
    line.hidden = !words;
  }
}
