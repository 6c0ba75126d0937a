/*
 * The connection of one screen to a room.
 *
 * What is shown comes from `ev` frames only, one's own included. What was sent and not yet
 * acknowledged is kept in sessionStorage with its client id and sent again after every
 * reconnection; the server writes it once. Cursors say what was seen last in each stream.
 * Where no socket gets through: server-sent events and POST; where those do not, asking every
 * five seconds.
 */

const FIRST_PAUSE = 250, LONGEST_PAUSE = 8000, PING = 20000, SILENCE = 50000, ASK_EVERY = 5000;
const RESTORED = "中心的系统刚恢复了备份，本页有些内容没有保存下来。请先抄下需要的，再刷新页面核对、重新填写。";
const SOCKET_TRIES = 3, STREAM_TRIES = 3;

export function clientId() {
  if (window.crypto && crypto.randomUUID) return crypto.randomUUID();
  // randomUUID needs HTTPS; a phone on a hotspot has none.
  const bytes = new Uint8Array(16);
  (window.crypto || window.msCrypto).getRandomValues(bytes);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Room {
  /*
   * `handlers`: event(frame), state("live" | "connecting" | "slow" | "gone", why), me(frame),
   * here(list), waiting(list of unacknowledged), refused(frame, why), rtc(frame). All optional.
   * `why` is a sentence to show; a live screen has one where the server's log lost what it shows.
   * `observer`: be sent what everybody may see and nothing else, whoever is signed in.
   */
  constructor({ id, csrf, handlers, observer }) {
    this.id = id;
    this.observer = Boolean(observer);
    this.live = false;
    this.csrf = csrf;
    this.handlers = handlers || {};
    this.base = `/rooms/${id}/`;
    this.key = `room-${id}-unsent`;
    this.cursors = {};
    this.notice = "";
    this.pause = FIRST_PAUSE;
    this.tries = 0;
    this.way = "socket";
    this.offset = 0;
    this.ended = false;
    this.heard = Date.now();
    try {
      this.unsent = JSON.parse(sessionStorage.getItem(this.key)) || [];
    } catch (broken) {
      this.unsent = [];
    }
  }

  start() {
    window.addEventListener("online", () => this.reconnect());
    window.addEventListener("offline", () => this.lost());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && Date.now() - this.heard > SILENCE) this.reconnect();
    });
    setInterval(() => this.watch(), 5000);
    this.tell("waiting", this.unsent);
    this.open();
  }

  /* Send one frame; returns its client id, under which it can be shown as 待发送. */
  say(stream, kind, body) {
    const frame = { t: "ev", s: stream, k: kind, c: clientId(), b: body || {} };
    this.unsent.push(frame);
    this.keep();
    this.pass(frame);
    return frame.c;
  }

  /* Pass a signal about sound and picture on; lost where there is no socket. */
  signal(to, stream, body) {
    if (this.way !== "socket" || !this.socket || this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.send(JSON.stringify({ t: "rtc", to, s: stream, b: body }));
  }

  /* The server's time now, whatever the clock of the phone says. */
  now() {
    return new Date(Date.now() + this.offset);
  }

  // Connecting

  open() {
    if (this.ended) return;
    this.close();
    this.tell("state", this.tries > SOCKET_TRIES + STREAM_TRIES ? "slow" : "connecting");
    if (this.tries >= SOCKET_TRIES + STREAM_TRIES || !window.EventSource) this.way = "ask";
    else if (this.tries >= SOCKET_TRIES || !window.WebSocket) this.way = "stream";
    else this.way = "socket";
    this[`open_${this.way}`]();
  }

  open_socket() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${this.base}socket/`);
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(this.hello()));
    socket.onmessage = (message) => this.take(JSON.parse(message.data));
    socket.onclose = () => {
      if (this.socket === socket) this.lost();
    };
  }

  hello() {
    const hello = { t: "hello", cur: this.cursors };
    return this.observer ? Object.assign(hello, { as: "observer" }) : hello;
  }

  query() {
    const cursors = encodeURIComponent(JSON.stringify(this.cursors));
    return `?cur=${cursors}${this.observer ? "&as=observer" : ""}`;
  }

  open_stream() {
    const source = new EventSource(`${this.base}stream/${this.query()}`);
    this.source = source;
    source.onmessage = (message) => this.take(JSON.parse(message.data));
    source.onerror = () => {
      if (this.source === source) this.lost();
    };
  }

  open_ask() {
    const ask = () => {
      fetch(`${this.base}log/${this.query()}`, { credentials: "same-origin" })
        .then((answer) => answer.json())
        .then((told) => {
          const frames = told.a || [told];
          frames.forEach((frame) => this.take(frame));
          const more = told.a && !frames.some((frame) => frame.t === "live");
          this.asking = setTimeout(ask, more ? 0 : ASK_EVERY);
        })
        .catch(() => {
          this.tell("state", "slow");
          this.asking = setTimeout(ask, ASK_EVERY);
        });
    };
    ask();
  }

  close() {
    clearTimeout(this.asking);
    this.live = false;
    const { socket, source } = this;
    this.socket = this.source = null;
    if (socket) socket.close();
    if (source) source.close();
  }

  lost() {
    this.close();
    if (this.ended) return;
    this.tries += 1;
    this.tell("state", "connecting");
    clearTimeout(this.again);
    this.again = setTimeout(() => this.open(), this.pause * (0.5 + Math.random()));
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  reconnect() {
    clearTimeout(this.again);
    this.tries = 0;
    this.pause = FIRST_PAUSE;
    this.open();
  }

  watch() {
    if (this.way === "socket" && this.socket && this.socket.readyState === WebSocket.OPEN) {
      if (Date.now() - this.heard > SILENCE) this.lost();
      else if (Date.now() - this.heard > PING) this.socket.send('{"t":"ping"}');
    }
  }

  // Reading

  take(frame) {
    this.heard = Date.now();
    switch (frame.t) {
      case "ev":
        this.event(frame);
        break;
      case "evs":
        frame.a.forEach((one) => this.event(one));
        break;
      case "live":
        this.tries = 0;
        this.pause = FIRST_PAUSE;
        this.live = true;
        this.lower(frame.cur || {});
        this.tell("state", "live", this.notice);
        this.unsent.slice().forEach((one) => this.pass(one));
        break;
      case "ack":
        this.settled(frame.c);
        break;
      case "nak":
        if (frame.again) setTimeout(() => this.passAgain(frame.c), 1000 + 1000 * Math.random());
        else this.refused(frame);
        break;
      case "me":
        this.offset = new Date(frame.now) - new Date();
        this.tell("me", frame);
        break;
      case "here":
        this.tell("here", frame.a);
        break;
      case "rtc":
        this.tell("rtc", frame);
        break;
      case "bye":
        if (frame.code === 4403 || frame.code === 4401) {
          this.ended = true;
          this.close();
          this.tell("state", "gone", frame.why);
        }
        break;
    }
  }

  /*
   * The log ends before what was seen here: a backup has been put back. Unlowered, a cursor would
   * hide what is said until the numbers catch up.
   */
  lower(cursors) {
    Object.keys(this.cursors).forEach((stream) => {
      const end = cursors[stream] || 0;
      if (this.cursors[stream] <= end) return;
      this.cursors[stream] = end;
      this.notice = RESTORED;
    });
  }

  event(frame) {
    const have = this.cursors[frame.s] || 0;
    if (frame.n <= have) return;
    if (frame.n > have + 1) {
      // Something is missing: ask for it from where we are.
      this.reconnect();
      return;
    }
    this.cursors[frame.s] = frame.n;
    this.settled(frame.c);
    this.tell("event", frame);
  }

  // Sending

  pass(frame) {
    if (this.way === "socket") {
      // Before `live` nothing is sent: afterwards everything that waits is.
      if (this.live && this.socket && this.socket.readyState === WebSocket.OPEN) {
        this.socket.send(JSON.stringify(frame));
      }
      return;
    }
    fetch(`${this.base}say/`, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
      body: JSON.stringify(frame),
    })
      .then((answer) => answer.json())
      .then((answer) => this.take(answer))
      .catch(() => setTimeout(() => this.passAgain(frame.c), ASK_EVERY));
  }

  passAgain(id) {
    const frame = this.unsent.find((one) => one.c === id);
    if (frame) this.pass(frame);
  }

  settled(id) {
    const left = this.unsent.filter((one) => one.c !== id);
    if (left.length === this.unsent.length) return;
    this.unsent = left;
    this.keep();
  }

  refused(frame) {
    const sent = this.unsent.find((one) => one.c === frame.c);
    this.settled(frame.c);
    this.tell("refused", sent || frame, frame.why);
  }

  keep() {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.unsent));
    } catch (full) {
      // Kept in memory only; the page says 待发送 either way.
    }
    this.tell("waiting", this.unsent);
  }

  tell(name, ...told) {
    if (this.handlers[name]) this.handlers[name](...told);
  }
}
