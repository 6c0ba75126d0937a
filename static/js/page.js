/**
 * Small comforts of every page; nothing here is needed to get work done.
 *
 * data-menu: a <details> that closes on Escape and when one clicks elsewhere.
 * data-remember="name": a <details> that stays as it was left.
 * data-filter="#table": a field that hides the rows of a table that do not hold what is typed.
 * data-print: a button that prints; hidden until it can.
 * data-copy="#table": a button that copies a table for a spreadsheet; hidden until it can.
 */

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details[data-menu]"));
});

/** A panel that would leave the window opens towards the other side. */
function keepInside(menu) {
  menu.classList.remove("menu-flipped");
  const panel = menu.querySelector("summary + *");
  if (menu.open && panel?.getBoundingClientRect().right > document.documentElement.clientWidth) {
    menu.classList.add("menu-flipped");
  }
}

// `toggle` does not bubble.
document.addEventListener(
  "toggle",
  (event) => event.target.matches("details[data-menu]") && keepInside(event.target),
  true,
);

function remember(details) {
  const key = `open:${details.dataset.remember}`;
  try {
    const left = localStorage.getItem(key);
    if (left !== null) details.open = left === "yes";
    details.addEventListener("toggle", () =>
      localStorage.setItem(key, details.open ? "yes" : "no"),
    );
  } catch {
    /* Without storage it opens as the page says. */
  }
}

function filterRows(field) {
  const table = document.querySelector(field.dataset.filter);
  if (!table) return;
  const rows = [...table.querySelectorAll("tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const line = document.createElement("p");
  line.className = "small muted";
  line.setAttribute("role", "status");
  field.after(line);
  field.addEventListener("input", () => {
    const sought = field.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = !texts[at].includes(sought);
      shown += row.hidden ? 0 : 1;
    });
    line.textContent = sought ? `本页 ${rows.length} 行中有 ${shown} 行符合` : "";
  });
}

function moveSelection(step) {
  const rows = [...document.querySelectorAll(".work-table tbody tr:not([hidden])")].filter((row) =>
    row.querySelector("a[href]"),
  );
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const next = now < 0 ? 0 : Math.min(Math.max(now + step, 0), rows.length - 1);
  rows[next].querySelector("a[href]").focus();
}

/** The box of the row one is in: a box is no place to write in, so its keys stay ours. */
function tickRow() {
  const row = document.activeElement?.closest(".work-table tbody tr");
  row?.querySelector('input[type="checkbox"]')?.click();
}

function isWriting(element) {
  if (element.type === "checkbox") return false;
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
}

const SHORTCUTS = {
  "/": () => document.querySelector('[data-shortcut="/"]')?.focus(),
  "?": () => document.querySelector("#shortcuts")?.showModal(),
  j: () => moveSelection(1),
  k: () => moveSelection(-1),
  x: tickRow,
  p: () => print(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector("details[data-menu][open]");
    closeMenus();
    menu?.querySelector("summary").focus();
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest("form.act-form")?.requestSubmit();
    return;
  }
  // A Chinese input method is composing: its keys are not ours.
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
  const act = SHORTCUTS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.querySelectorAll("details[data-remember]").forEach(remember);
document.querySelectorAll("input[data-filter]").forEach(filterRows);
// A frame that is not shown, as on a phone, shows no paper: the link then opens it itself.
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest("a[target]");
    const frame = link && document.getElementsByName(link.target)[0];
    if (frame?.tagName === "IFRAME" && !frame.getClientRects().length) {
      link.removeAttribute("target");
    }
  },
  true,
);

function tableForASpreadsheet(table) {
  const lines = [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim()));
  return lines.map((cells) => cells.join("\t")).join("\n");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const table = document.querySelector(button.dataset.copy);
    const said = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(tableForASpreadsheet(table));
      said.textContent = "已复制，到表格软件里粘贴。";
    } catch {
      said.textContent = "浏览器不允许复制，请选中表格再复制。";
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
