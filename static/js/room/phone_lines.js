/* What is said, as lines: the open record, and what is said to one side only. Text is never HTML. */

export function clock(at) {
  // The time of the office, whatever the phone believes.
  const local = new Date(new Date(at).getTime() + 8 * 3600 * 1000);
  const two = (value) => (value < 10 ? `0${value}` : `${value}`);
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
}

export function element(name, text, kind) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

export class Lines {
  constructor(list) {
    this.list = list;
    this.minutes = {};
    this.waiting = {};
  }

  /* Keep the end in view for who was looking at it. */
  put(item) {
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
    this.list.appendChild(item);
    if (atEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  line(at, who, text) {
    const item = element("li");
    const time = element("time", clock(at));
    item.appendChild(time);
    item.appendChild(document.createTextNode(" "));
    if (who) item.appendChild(element("strong", `${who}：`));
    item.appendChild(document.createTextNode(text));
    return item;
  }

  minute(frame) {
    const { no, speaker, text, corrects } = frame.b;
    const struck = corrects && this.minutes[corrects];
    if (struck) struck.classList.add("struck");
    const item = this.line(frame.at, speaker, text);
    if (corrects) item.appendChild(element("span", `（更正第${corrects}行）`));
    this.minutes[no] = item;
    this.put(item);
  }

  say(frame, who) {
    this.put(this.line(frame.at, who, frame.b.text));
  }

  note(frame, text) {
    const item = this.line(frame.at, "", text);
    item.classList.add("muted");
    this.put(item);
  }

  /* One's own lines that have not reached the office yet. */
  unsent(frames) {
    Object.keys(this.waiting).forEach((id) => {
      if (frames.some((frame) => frame.c === id)) return;
      this.waiting[id].remove();
      delete this.waiting[id];
    });
    frames.forEach((frame) => {
      if (this.waiting[frame.c]) return;
      const item = element("li", `待发送：${frame.b.text}`, "waiting");
      this.waiting[frame.c] = item;
      this.put(item);
    });
  }
}
