/** Parts of the page that the server draws, fetched again when their event comes. */

import { whenReleased } from "./press.js";

const TOGETHER = 250; // ms; events that come together cause one fetch
const AGAIN = 3000; // after one that failed

function isChanged(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  const given = [...field.options].find((option) => option.defaultSelected) || field.options[0];
  return Boolean(given) && field.value !== given.value;
}

/* What was entered in a part and where its reader stands; call the answer once it is drawn anew. */
function keep(place) {
  const entered = [...place.querySelectorAll("input[id]:not([type='hidden']), select[id], textarea[id]")]
    .filter(isChanged)
    .map(({ id, value, checked }) => ({ id, value, checked }));
  const open = [...place.querySelectorAll("details[open]")].map((one) => one.dataset.remember);
  const scrolling = ".roll, .table-scroll";
  const scrolled = place.querySelector(scrolling);
  const top = scrolled ? scrolled.scrollTop : 0;
  const at = place.contains(document.activeElement) ? document.activeElement : null;
  const caret = at && typeof at.selectionStart === "number" ? [at.selectionStart, at.selectionEnd] : null;
  return () => {
    place.querySelectorAll("details").forEach((one) => {
      if (one.dataset.remember && open.includes(one.dataset.remember)) one.open = true;
    });
    const again = place.querySelector(scrolling);
    if (again) again.scrollTop = top;
    entered.forEach(({ id, value, checked }) => {
      const field = document.getElementById(id);
      if (field && place.contains(field)) Object.assign(field, { value, checked });
    });
    const back = at && at.id ? document.getElementById(at.id) : null;
    if (!back) return;
    back.focus({ preventScroll: true });
    if (caret) back.setSelectionRange(...caret);
  };
}

export class Parts {
  /* `address`: where parts are; `busy(name)`: not now, the page itself is changing it. */
  constructor(address, { busy, drawn }) {
    Object.assign(this, { address, busy, drawn });
    this.timers = {};
    this.questions = {};
    this.answered = {};
    this.after = {};
    this.late = new Set();
  }

  place(name) {
    return document.querySelector(`[data-part="${name}"]`);
  }

  /* Fetch soon; `then` is called once it stands. */
  ask(name, then) {
    if (!this.place(name)) return;
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(() => this.fetch(name, then), TOGETHER);
  }

  fetch(name, then) {
    if (this.busy(name)) {
      this.late.add(name);
      return;
    }
    this.late.delete(name);
    const mine = (this.questions[name] || 0) + 1;
    this.questions[name] = mine;
    if (then) this.after[name] = [...(this.after[name] || []), { mine, then }];
    fetch(`${this.address}${name}/`, { credentials: "same-origin", redirect: "error" })
      .then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      })
      .then((html) => whenReleased(() => this.put(name, html, mine)))
      .catch(() => {
        if (this.questions[name] !== mine) return; // a later one is on its way
        this.late.add(name);
        clearTimeout(this.timers[name]);
        this.timers[name] = setTimeout(() => this.fetch(name), AGAIN); // what waits is told then
      });
  }

  put(name, html, question) {
    // An answer that a later one overtook would bring back what was.
    if (question < (this.answered[name] || 0)) return;
    this.answered[name] = question;
    const after = this.after[name] || [];
    this.after[name] = after.filter(({ mine }) => mine > question);
    if (this.busy(name)) {
      this.late.add(name);
      return;
    }
    const place = this.place(name);
    const putBack = keep(place);
    place.innerHTML = html;
    putBack();
    this.drawn(name);
    after.filter(({ mine }) => mine <= question).forEach(({ then }) => then());
  }

  /* What could not be fetched before, now that there is a connection. */
  catchUp() {
    [...this.late].forEach((name) => this.ask(name));
  }
}
