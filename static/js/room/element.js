/** Small pieces every screen of a room is built of: elements, times, sums. Text is never markup. */

/** element("li", {class: "x", hidden: true}, "text", child) */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes || {}).forEach(([key, value]) => {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  });
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const time = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});

/** The time of day in the office, whatever zone the computer is in. */
export function clock(at) {
  return time.format(new Date(at));
}

/** 123456 fen as 1,234.56. */
export function yuan(fen) {
  const rest = Math.abs(fen);
  const whole = String(Math.floor(rest / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${fen < 0 ? "-" : ""}${whole}.${String(rest % 100).padStart(2, "0")}`;
}

/** "1,234.5" as 123450 fen; null for what is no sum. Integers only, so that no cent is lost. */
export function fen(text) {
  const found = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.replace(/[,，\s]/g, ""));
  return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : null;
}

export function minutesAndSeconds(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
