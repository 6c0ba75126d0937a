/** The panels beside the minutes; the one chosen last is open again after a reload. */

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

function open(tabs, tab) {
  tabs.forEach((one) => {
    const chosen = one === tab;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen;
  });
}

export function startTabs(keptAs) {
  const tabs = [...document.querySelectorAll("[role='tab']")];
  tabs.forEach((tab, at) => {
    tab.addEventListener("click", () => {
      open(tabs, tab);
      sessionStorage.setItem(keptAs, tab.id);
    });
    tab.addEventListener("keydown", (event) => {
      if (!STEPS[event.key]) return;
      const next = tabs[(at + STEPS[event.key] + tabs.length) % tabs.length];
      open(tabs, next);
      next.focus();
    });
  });
  const kept = document.getElementById(sessionStorage.getItem(keptAs) || "");
  if (kept) open(tabs, kept);
}
