/** The steps of a session, where it stands, and its pause. */

export class Agenda {
  /* `say(kind, body)` tells everybody; `reason()`: what was typed as the reason of a pause. */
  constructor({ say, reason }) {
    this.steps = [...document.querySelectorAll("[data-step]")];
    this.banner = document.querySelector("[data-paused]");
    this.button = document.querySelector("[data-pause]");
    this.paused = false;
    this.steps.forEach((step) =>
      step.addEventListener("click", () => say("agenda", { step: step.dataset.step })),
    );
    if (!this.button) return;
    this.button.addEventListener("click", () => {
      if (this.paused) say("resume", {});
      else say("pause", { text: reason() || "稍后继续" });
    });
  }

  show(step) {
    let passed = true;
    this.steps.forEach((button) => {
      const current = button.dataset.step === step;
      if (current) passed = false;
      button.classList.toggle("step-done", passed);
      button.firstElementChild.textContent = current ? "▶" : passed ? "✔" : "·";
      if (current) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    });
  }

  /* `text`: why the session pauses; null: it goes on. */
  pause(text) {
    this.paused = text !== null;
    this.banner.hidden = !this.paused;
    this.banner.textContent = this.paused ? `休会中：${text}` : "";
    if (this.button) this.button.textContent = this.paused ? "继续" : "休会";
  }
}
