/**
 * Keeping the minutes by keyboard: Enter records, Shift+Enter breaks the line, Alt+digit picks the
 * speaker of that place. What does not reach the server stays in the field.
 */

function settle() {
  const lines = document.querySelector("[data-minutes]");
  if (lines) lines.scrollTop = lines.scrollHeight;
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-minutes-form]");
  if (!form || event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea")) {
    event.preventDefault();
    if (event.target.value.trim()) form.requestSubmit();
  }
  if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
    const speaker = form.elements.speaker;
    const place = Number(event.code.slice(-1)) - 1;
    if (place < speaker.options.length) {
      event.preventDefault();
      speaker.selectedIndex = place;
    }
  }
});

function say(words) {
  const form = document.querySelector("[data-minutes-form]");
  if (!form) return;
  let line = form.querySelector("[data-minutes-state]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.minutesState = "";
    line.className = "notice notice-error";
    line.setAttribute("role", "alert");
    form.prepend(line);
  }
  line.textContent = words;
}

document.addEventListener("htmx:sendError", () => say("没有连上服务器，这一行还没有记录；内容已保留，请再按一次回车。"));
document.addEventListener("htmx:responseError", () => say("这一行没有记录成功；内容已保留，请刷新后再试。"));
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "minutes" || document.querySelector("[data-minutes]")) settle();
  document.querySelector("[data-minutes-form] textarea")?.focus();
});

settle();
