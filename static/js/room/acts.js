/**
 * Acts done by a form of a part of the console.
 *
 * The answer is a sentence: done, it stands above the console and the parts the form names are
 * drawn anew; refused, it stands in the form and what was typed stays.
 */

export class Acts {
  /* `done(words)` says what was done; `redraw(name)` draws a part anew. */
  constructor(place, { csrf, done, redraw }) {
    Object.assign(this, { csrf, done, redraw });
    place.addEventListener("submit", (event) => {
      const form = event.target.closest("form[data-act]");
      if (!form) return;
      event.preventDefault();
      this.send(form);
    });
  }

  send(form) {
    const button = form.querySelector("[type='submit']");
    button.disabled = true;
    fetch(form.action, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRFToken": this.csrf, "X-Console": "1" },
      body: new FormData(form),
    })
      .then((answer) => answer.json().then(({ words }) => [answer.ok, words]))
      .then(([ok, words]) => {
        if (!ok) {
          this.refuse(form, words);
          return;
        }
        form.reset();
        delete form.dataset.typed;
        this.done(words);
        form.dataset.act.split(" ").forEach((name) => this.redraw(name));
      })
      .catch(() => this.refuse(form, "没有连上服务器，还没有办，请稍后再按。"))
      .finally(() => {
        button.disabled = false;
      });
  }

  refuse(form, words) {
    const line = form.querySelector("[data-why]");
    line.textContent = words;
    line.hidden = false;
  }
}
