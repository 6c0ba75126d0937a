/*
 * Nothing is drawn anew under a finger: a button that is replaced between press and release never
 * hears of its click, and one that moves there meanwhile would hear of another's.
 */

const CLICK = 50; // ms from the release to the click that a touch becomes
const waiting = [];
let pressed = false;

function release() {
  setTimeout(() => {
    pressed = false;
    waiting.splice(0).forEach((draw) => draw());
  }, CLICK);
}

document.addEventListener("pointerdown", () => (pressed = true), true);
["pointerup", "pointercancel"].forEach((kind) => document.addEventListener(kind, release, true));
window.addEventListener("blur", release);

/** Call `draw` now, or as soon as nobody presses anything. */
export function whenReleased(draw) {
  if (pressed) waiting.push(draw);
  else draw();
}
