/** Facts put to confirmation and agreed, and what is shown to everybody, on the console. */

import { element } from "./element.js";
import { whenReleased } from "./press.js";

export class Facts {
  /* `say(stream, kind, body)` sends; `may(kind)` tells what this seat may send. */
  constructor(panel, { say, may }) {
    Object.assign(this, { panel, say, may });
    this.agreed = new Map();
    this.put = new Map();
    const form = panel.querySelector("[data-put-fact]");
    if (form) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const text = form.querySelector("#fact-text");
        if (!text.value.trim()) return;
        say("pub", "fact.put", { fact: form.querySelector("#fact").value, content: text.value.trim() });
        text.value = "";
      });
    }
    panel.querySelectorAll("[data-show]").forEach((button) =>
      button.addEventListener("click", () => say("pub", "show", { evidence: Number(button.dataset.show) })),
    );
    panel.querySelector("[data-show-end]").addEventListener("click", () => say("pub", "show.end", {}));
    this.draw();
  }

  take({ k: kind, b: body }) {
    if (kind === "fact") this.agreed.set(body.fact, body);
    if (kind === "fact.put") this.put.set(body.id, body);
    if (kind === "fact.tally" && this.put.has(body.id)) Object.assign(this.put.get(body.id), body);
    if (kind === "fact.withdrawn") this.put.delete(body.id);
    if (kind === "show" || kind === "show.end") this.showing(kind === "show" ? body.name : "");
    else this.draw();
  }

  showing(name) {
    const banner = this.panel.querySelector("[data-shown]");
    banner.hidden = !name;
    banner.querySelector("span").textContent = name ? `正在展示：${name}` : "";
  }

  button(words, look, kind, id) {
    const made = element("button", { type: "button", class: `btn ${look} btn-small` }, words);
    made.addEventListener("click", () => this.say("pub", kind, { id }));
    return made;
  }

  draw() {
    const items = [];
    this.put.forEach((fact) => {
      const agreed = this.agreed.get(fact.fact);
      if (agreed && agreed.text === fact.text) return;
      items.push(
        element(
          "li", {},
          element("span", { class: "tag tag-amber" }, "待确认"), " ",
          element("strong", {}, fact.label), ` ${fact.text}`,
          element("span", { class: "row-sub" }, `${fact.agree || 0}方同意，${fact.refuse || 0}方不同意`),
          this.may("fact.withdraw") ? this.button("撤回", "btn-link", "fact.withdraw", fact.id) : null,
          this.may("fact.confirm") ? this.button("记为无争议事实", "btn-secondary", "fact.confirm", fact.id) : null,
        ),
      );
    });
    this.agreed.forEach((fact) =>
      items.push(
        element(
          "li", {},
          element("span", { class: "tag tag-green" }, "无争议"), " ",
          element("strong", {}, fact.label), ` ${fact.text}`,
          element("span", { class: "row-sub" }, `${fact.agreed.join("、")}共同确认`),
        ),
      ),
    );
    if (!items.length) items.push(element("li", { class: "muted" }, "还没有。"));
    whenReleased(() => this.panel.querySelector("[data-facts]").replaceChildren(...items));
  }
}
