/** Who sits in the room: their names, their sides, and whether they are there. */

const SILENT_STEP = 60000; // ms; absence is told in minutes

export class People {
  /* `seats`: name and side by seat; `now()`: the server's clock; `ask()`: draw the roll anew. */
  constructor(seats, { now, ask }) {
    Object.assign(this, { seats, now, ask });
    this.here = [];
    this.askedFor = new Set();
    this.unnamed = new Map(); // places to write a name once it is known, by seat
    // Whoever goes before the server noted a sign of life was still seen here by us.
    this.seenHere = {};
  }

  name(seat) {
    if (this.seats[seat]) return this.seats[seat].name;
    const present = this.here.find((one) => one.u === seat);
    if (present) return present.name;
    if (seat && !this.askedFor.has(seat)) {
      this.askedFor.add(seat);
      this.ask();
    }
    return seat ? "新加入的人" : "系统";
  }

  side(seat) {
    return this.seats[seat] ? this.seats[seat].side : "";
  }

  /* Write the name of `seat` at `place` as soon as it is known. */
  nameAt(place, seat) {
    if (!seat || this.seats[seat]) return;
    this.unnamed.set(seat, [...(this.unnamed.get(seat) || []), place]);
  }

  know(seats) {
    this.seats = seats;
    this.unnamed.forEach((places, seat) => {
      if (!seats[seat]) return;
      places.forEach((place) => {
        place.textContent = seats[seat].name;
      });
      this.unnamed.delete(seat);
    });
  }

  arrive(list) {
    this.here = list;
    if (list.some(({ u }) => !this.seats[u])) this.ask();
    this.show();
  }

  show() {
    this.here.forEach(({ u, on, seen }) => {
      if (on) this.seenHere[u] = this.now();
      const last = Math.max(seen ? new Date(seen) : 0, this.seenHere[u] || 0);
      const minutes = last ? Math.max(1, Math.round((this.now() - last) / SILENT_STEP)) : 0;
      document.querySelectorAll(`[data-seat="${u}"] [data-presence]`).forEach((place) => {
        place.textContent = on ? "● 在线" : minutes ? `○ 掉线${minutes}分` : "○ 未连接";
        place.classList.toggle("presence-on", on);
      });
    });
  }
}
