/**
 * What is typed is not lost and an act is not sent twice.
 *
 * data-draft="name": the form is kept in this browser until a page with data-accepted answers it.
 *   A field with data-no-draft is never kept.
 * data-once: after the button is pressed it rests until an answer comes.
 */

// Several people may share one computer: nobody is shown another's draft.
const PREFIX = `draft:${document.body.dataset.person ?? ""}:`;
const KEPT_DAYS = 14;
const NEVER_KEPT = ["password", "file", "hidden", "submit", "button"];

function kept(form) {
  return [...form.elements].filter(
    (field) => field.name && !NEVER_KEPT.includes(field.type) && !("noDraft" in field.dataset),
  );
}

function valueOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  if (field.multiple) return [...field.selectedOptions].map((option) => option.value);
  return field.value;
}

function setValue(field, value) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = value;
  else if (field.multiple) {
    for (const option of field.options) option.selected = value.includes(option.value);
  } else field.value = value;
}

function keyOf(field) {
  return field.type === "radio" || field.type === "checkbox"
    ? `${field.name}=${field.value}`
    : field.name;
}

function state(form) {
  return Object.fromEntries(kept(form).map((field) => [keyOf(field), valueOf(field)]));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function read(name) {
  try {
    return parsed(localStorage.getItem(PREFIX + name));
  } catch {
    return null;
  }
}

function write(name, values) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), values }));
    return true;
  } catch {
    return false;
  }
}

function forget(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    /* No storage, nothing kept. */
  }
}

function forgetOld() {
  const oldest = Date.now() - KEPT_DAYS * 86_400_000;
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("draft:")) continue;
    const draft = parsed(localStorage.getItem(key));
    if (!draft || draft.at < oldest) localStorage.removeItem(key);
  }
}

/**
 * Only a page that says the act is done ends a draft: a refusal, a fault, a lost connection or an
 * expired session does not.
 */
function forgetAccepted() {
  const sent = sessionStorage.getItem("draft-sent");
  if (!sent || !document.querySelector("[data-accepted]")) return;
  sessionStorage.removeItem("draft-sent");
  forget(sent);
}

function noteSent(name) {
  try {
    sessionStorage.setItem("draft-sent", name);
  } catch {
    /* No storage, no draft to end. */
  }
}

function time(at) {
  return new Date(at).toLocaleString("zh-CN", {
    month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit",
  });
}

function offerBack(form, name, initial) {
  const draft = read(name);
  if (!draft || JSON.stringify(draft.values) === JSON.stringify(initial)) return;
  for (const field of kept(form)) {
    if (keyOf(field) in draft.values) setValue(field, draft.values[keyOf(field)]);
  }
  const note = document.createElement("div");
  note.className = "draft-note";
  note.setAttribute("role", "status");
  note.append(`已恢复 ${time(draft.at)} 未办完的内容，尚未送出。`);
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-secondary";
  drop.textContent = "不用，重新填写";
  drop.addEventListener("click", () => {
    forget(name);
    for (const field of kept(form)) {
      if (keyOf(field) in initial) setValue(field, initial[keyOf(field)]);
    }
    form.dataset.dirty = "";
    note.remove();
  });
  note.append(drop);
  form.prepend(note);
  form.dataset.dirty = "yes";
}

function watch(form) {
  const name = form.dataset.draft;
  const initial = state(form);
  const line = form.querySelector("[data-save-state]");
  let waiting = 0; // the draft is written once the hand rests, or when the page goes
  const keep = () => {
    clearTimeout(waiting);
    waiting = 0;
    const saved = write(name, state(form));
    if (line) line.textContent = saved ? "草稿已存在本机，尚未送出" : "本机不能保存草稿";
  };
  if (name) offerBack(form, name, initial);
  form.addEventListener("input", (event) => {
    if (name || event.target.matches("textarea")) form.dataset.dirty = "yes";
    if (!name) return;
    clearTimeout(waiting);
    waiting = setTimeout(keep, 400);
  });
  addEventListener("pagehide", () => {
    if (waiting) keep();
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    waiting = 0;
    form.dataset.dirty = "";
    noteSent(name && write(name, state(form)) ? name : "");
  });
}

function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // Disabled only after the browser has collected the button's own name and value.
    setTimeout(() => {
      for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
        button.disabled = true;
        button.setAttribute("aria-busy", "true");
      }
    });
  });
}

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-busy]")) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

function start(root) {
  for (const form of root.querySelectorAll("form[method=post]:not([data-watched])")) {
    form.dataset.watched = "yes";
    watch(form);
    if ("once" in form.dataset) sendOnce(form);
  }
}

addEventListener("beforeunload", (event) => {
  const unsent = [...document.forms].some((form) => form.dataset.dirty && !form.dataset.draft);
  if (unsent) event.preventDefault();
});

// Back to a page the browser had kept: its buttons work again.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-once]").forEach(release);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form[data-once]");
  if (form) release(form);
});

document.addEventListener("htmx:load", (event) => start(event.target.parentElement ?? document));

try {
  forgetOld();
  forgetAccepted();
} catch {
  /* Private windows may refuse storage; the forms work without drafts. */
}
start(document);
document.querySelector("[data-focus]")?.focus();
