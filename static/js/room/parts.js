/** Parts of the page that the server draws, fetched again when their event comes. */

const TOGETHER = 250; // ms; events that come together cause one fetch
const AGAIN = 3000; // after one that failed

export class Parts {
  /* `address`: where parts are; `busy(name)`: not now, somebody is typing in it. */
  constructor(address, { busy, drawn }) {
    Object.assign(this, { address, busy, drawn });
    this.timers = {};
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
    fetch(`${this.address}${name}/`, { credentials: "same-origin", redirect: "error" })
      .then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      })
      .then((html) => {
        if (this.busy(name)) {
          this.late.add(name);
          return;
        }
        const place = this.place(name);
        const scrolled = place.querySelector(".roll, .table-scroll");
        const top = scrolled ? scrolled.scrollTop : 0;
        const open = [...place.querySelectorAll("details[open]")].map((one) => one.dataset.remember);
        place.innerHTML = html;
        place.querySelectorAll("details").forEach((one) => {
          if (one.dataset.remember && open.includes(one.dataset.remember)) one.open = true;
        });
        const again = place.querySelector(".roll, .table-scroll");
        if (again) again.scrollTop = top;
        this.drawn(name);
        if (then) then();
      })
      .catch(() => {
        this.late.add(name);
        clearTimeout(this.timers[name]);
        this.timers[name] = setTimeout(() => this.fetch(name, then), AGAIN);
      });
  }

  /* What could not be fetched before, now that there is a connection or nobody types. */
  catchUp() {
    [...this.late].forEach((name) => this.ask(name));
  }
}
