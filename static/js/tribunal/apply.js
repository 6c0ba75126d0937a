/* What is owed, reckoned while one types; the office reckons again from what is sent. */

import { fen, yuan } from "../room/element.js";

const form = document.getElementById("apply");

function number(name) {
  const field = form.elements[name];
  return field ? field.value.replace(/[，\s]/g, "") : "";
}

function show() {
  const rate = fen(number("rate"));
  const quantity = /^\d{1,6}(\.\d{1,2})?$/.test(number("quantity")) ? number("quantity") : "";
  const paid = number("paid") ? fen(number("paid")) : 0;
  const chosen = form.querySelector("[name='unit']:checked");
  const owed = form.querySelector("[data-owed]");
  const formula = form.querySelector("[data-formula]");
  if (rate === null || !quantity || paid === null || !chosen) {
    owed.textContent = "—";
    formula.textContent = "";
    return;
  }
  // In whole hundredths of fen, so that no cent is lost.
  const [whole, part] = quantity.split(".");
  const hundredths = Number(whole) * 100 + Number((part || "").padEnd(2, "0"));
  const total = Math.round((rate * hundredths) / 100) - paid;
  const units = { day: ["日", "日"], month: ["月", "个月"], piece: ["件", "件"] }[chosen.value];
  owed.textContent = total > 0 ? `${yuan(total)} 元` : "按您填的算，已经付清";
  formula.textContent = `${yuan(rate)}元/${units[0]} × ${quantity}${units[1]}${paid ? ` － ${yuan(paid)}元` : ""}`;
}

if (form) {
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}
