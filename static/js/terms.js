/**
 * Writing a proposal: running totals, and only as many rows as are used and one more.
 *
 * The sums are for the eye; the server computes what counts.
 */

const form = document.querySelector("[data-terms]");

/** A sum in yuan as hundredths, null for what is not a number; integers, so that no cent is lost. */
function hundredths(text) {
  const found = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text.trim());
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : null;
}

function written(value) {
  const whole = Math.floor(value / 100).toLocaleString("en-US");
  return `${whole}.${String(value % 100).padStart(2, "0")}`;
}

function total(fields) {
  return fields.reduce((sum, field) => sum + (hundredths(field.value) ?? 0), 0);
}

function sums() {
  const taken = [...form.querySelectorAll("input[name$='-amount_fen']")].filter(
    (field) => form.elements[field.name.replace("amount_fen", "take")]?.checked,
  );
  const amount = form.querySelector("[data-sum-amount]");
  if (amount) amount.textContent = written(total(taken));
  const percent = form.querySelector("[data-sum-percent]");
  const shares = total([...form.querySelectorAll("input[name$='-percent']")]);
  if (percent) percent.textContent = shares === 10000 ? "100%" : `${written(shares)}%，应为100%`;
  for (const foot of form.querySelectorAll("tfoot")) foot.hidden = false;
}

function filled(row) {
  return [...row.querySelectorAll("input, select")].some(
    (field) => field.value && !field.name.endsWith("-liability"),
  );
}

function trim() {
  for (const table of form.querySelectorAll("[data-rows]")) {
    const rows = [...table.querySelectorAll("tbody tr")];
    const last = rows.findLastIndex(filled);
    rows.forEach((row, at) => {
      row.hidden = at > last + 1;
    });
  }
}

if (form) {
  form.addEventListener("input", () => {
    sums();
    trim();
  });
  sums();
  trim();
}
