/*
 * A signature written with a finger. Kept as the curves the paper can print; old browsers that
 * know no pointer events get touch and mouse.
 */

const INK = "#221f1b", WIDTH = 3.2;

function number(value) {
  return value.toFixed(3);
}

export class Pad {
  constructor(canvas, changed) {
    this.canvas = canvas;
    this.changed = changed;
    this.strokes = [];
    this.stroke = null;
    const on = (name, act) => canvas.addEventListener(name, act, { passive: false });
    if (window.PointerEvent) {
      on("pointerdown", (event) => this.begin(event, event));
      on("pointermove", (event) => this.go(event, event));
      ["pointerup", "pointercancel", "pointerleave"].forEach((name) => on(name, () => this.end()));
    } else {
      on("touchstart", (event) => this.begin(event, event.touches[0]));
      on("touchmove", (event) => this.go(event, event.touches[0]));
      ["touchend", "touchcancel"].forEach((name) => on(name, () => this.end()));
    }
    window.addEventListener("resize", () => this.fit());
    this.fit();
  }

  fit() {
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    this.canvas.width = this.canvas.offsetWidth * ratio;
    this.canvas.height = this.canvas.offsetHeight * ratio;
    this.pen = this.canvas.getContext("2d");
    this.pen.scale(ratio, ratio);
    this.pen.lineWidth = WIDTH;
    this.pen.lineCap = this.pen.lineJoin = "round";
    this.pen.strokeStyle = this.pen.fillStyle = INK;
    this.strokes.forEach((stroke) => this.draw(stroke));
  }

  draw(stroke) {
    this.pen.beginPath();
    this.pen.moveTo(stroke[0].x, stroke[0].y);
    stroke.forEach((point) => this.pen.lineTo(point.x + 0.01, point.y));
    this.pen.stroke();
  }

  point(at) {
    const box = this.canvas.getBoundingClientRect();
    return {
      x: Math.min(Math.max(at.clientX - box.left, 0), box.width),
      y: Math.min(Math.max(at.clientY - box.top, 0), box.height),
    };
  }

  begin(event, at) {
    event.preventDefault();
    this.stroke = [this.point(at)];
    this.strokes.push(this.stroke);
    this.draw(this.stroke);
  }

  go(event, at) {
    if (!this.stroke) return;
    event.preventDefault();
    const point = this.point(at), last = this.stroke[this.stroke.length - 1];
    if (Math.abs(point.x - last.x) + Math.abs(point.y - last.y) < 2) return;
    this.stroke.push(point);
    this.draw([last, point]);
  }

  end() {
    if (!this.stroke) return;
    this.stroke = null;
    this.changed(this.written());
  }

  /* A dot or a tick is not a name. */
  written() {
    const points = this.strokes.reduce((all, stroke) => all + stroke.length, 0);
    return points >= 12;
  }

  clear() {
    this.strokes = [];
    this.pen.clearRect(0, 0, this.canvas.offsetWidth, this.canvas.offsetHeight);
    this.changed(false);
  }

  /* The drawing as the data address of a picture made of curves. */
  address() {
    const parts = [];
    this.strokes.forEach((stroke) => {
      if (stroke.length === 1) {
        const { x, y } = stroke[0];
        parts.push(`<circle r="1.8" cx="${number(x)}" cy="${number(y)}" fill="${INK}"></circle>`);
      }
      for (let i = 1; i < stroke.length; i += 1) {
        const a = stroke[i - 1], b = stroke[i];
        const third = (from, to) => number(from + (to - from) / 3);
        parts.push(
          `<path d="M ${number(a.x)},${number(a.y)} C ${third(a.x, b.x)},${third(a.y, b.y)} ` +
            `${third(b.x, a.x)},${third(b.y, a.y)} ${number(b.x)},${number(b.y)}" ` +
            `stroke-width="${WIDTH.toFixed(3)}" stroke="${INK}" fill="none" stroke-linecap="round"></path>`,
        );
      }
    });
    const { offsetWidth: w, offsetHeight: h } = this.canvas;
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ' +
      `viewBox="0 0 ${w} ${h}" width="${w}" height="${h}">${parts.join("")}</svg>`;
    return `data:image/svg+xml;base64,${btoa(svg)}`;
  }
}
