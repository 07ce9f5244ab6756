// What a form said, kept in this tab until the house has taken it: who is signed out meanwhile, or meets a
// failure, loses nothing that was typed. Passwords, cards and files are never kept, and neither is anything of
// a form that asks for one.

const SENT = "form:sent";
const REFUSED = "form:refused";
const CAME = "form:came";
/** A request is given up after half a minute; what lies longer was taken, or is of no use. */
const ANSWERED_WITHIN_MS = 120_000;

const NEVER_TYPED = new Set(["submit", "button", "reset", "image"]);
const SECRET_TYPES = new Set(["password", "file"]);
const SECRET_WORDS = /(^|\s)(cc-[a-z-]+|current-password|new-password|one-time-code)(\s|$)/;

/**
 * Whether a control holds what must not be kept.
 * @param {{ type?: string, autocomplete?: string }} control
 */
export function isSecret(control) {
  return SECRET_TYPES.has(control.type ?? "") || SECRET_WORDS.test(control.autocomplete ?? "");
}

/**
 * Names and values of a form as it is sent; nothing when there is nothing worth keeping, or something secret.
 * @param {Iterable<{ name: string, type: string, value: string, checked?: boolean, autocomplete?: string, disabled?: boolean, selectedOptions?: Iterable<{ value: string }> }>} controls
 * @returns {{ fields: [string, string][], names: string[] } | null}
 */
export function read(controls) {
  const fields = [];
  const names = new Set();
  let typed = false;
  for (const control of controls) {
    if (isSecret(control)) return null;
    if (!control.name || control.disabled || NEVER_TYPED.has(control.type)) continue;
    names.add(control.name);
    if (control.type !== "hidden") typed = true;
    if ((control.type === "checkbox" || control.type === "radio") && !control.checked) continue;
    const values = control.selectedOptions ? [...control.selectedOptions].map((option) => option.value) : [control.value];
    for (const value of values) fields.push([control.name, value]);
  }
  return typed ? { fields, names: [...names] } : null;
}

/**
 * Puts kept values back; what the form has and the kept one had not stays as it is. Says whether anything changed.
 * @param {Iterable<any>} controls
 * @param {{ fields: [string, string][], names: string[] }} kept
 */
export function write(controls, kept) {
  const names = new Set(kept.names);
  const left = new Map();
  for (const [name, value] of kept.fields) left.set(name, [...(left.get(name) ?? []), value]);
  const changed = [];
  for (const control of controls) {
    if (!names.has(control.name) || isSecret(control) || NEVER_TYPED.has(control.type)) continue;
    const values = left.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") {
      const checked = values.includes(control.value);
      if (control.checked !== checked) changed.push(control);
      control.checked = checked;
      continue;
    }
    const value = values.shift() ?? "";
    if (control.value !== value) changed.push(control);
    control.value = value;
  }
  return changed;
}

/**
 * The page a form is found on: where it stands, or, when it stands on the answer to itself, where it stood first.
 * @param {{ path: string, search: string }} here
 * @param {{ action: string, page: string } | null} came
 */
export function pageOf(here, came) {
  if (came && came.action === here.path) return came.page;
  const said = new URLSearchParams(here.search);
  said.delete("done");
  const search = said.toString();
  return search ? `${here.path}?${search}` : here.path;
}

/** @param {string} key */
function recall(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 */
function keep(key, value) {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing, or is full: the form is sent as ever.
  }
}

/** @param {HTMLFormElement} form */
const actionOf = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;

/**
 * Forms that go to one address, in the page's order.
 * @param {string} action
 */
const formsTo = (action) => [...document.forms].filter((form) => form.method === "post" && actionOf(form) === action);

/**
 * Keeps a form that is being sent.
 * @param {HTMLFormElement} form
 * @param {string} person
 */
export function note(form, person) {
  const action = actionOf(form);
  const said = read(/** @type {any} */ (form.elements));
  const page = pageOf({ path: location.pathname, search: location.search }, recall(CAME));
  keep(CAME, { action, page });
  keep(SENT, said && { ...said, action, page, person, index: formsTo(action).indexOf(form), at: Date.now() });
  if (recall(REFUSED)?.action === action) keep(REFUSED, null);
}

/** The house answered with a page of its own: what was sent was taken, or stands on that page again. */
export function answered() {
  keep(SENT, null);
}

/**
 * The house did not take what was sent. Returns the page to go back to, if anything was kept. What was taken leads
 * on to another address, or to the same one with a word in its query.
 */
export function refused() {
  const sent = recall(SENT);
  keep(SENT, null);
  const isAnswer = sent && sent.action === location.pathname && location.search === "" && Date.now() - sent.at < ANSWERED_WITHIN_MS;
  if (!isAnswer) return null;
  keep(REFUSED, sent);
  return sent.page;
}

/**
 * Puts back what the house did not take, where this is its page and the same person is here. Returns the form.
 * @param {string} person
 * @returns {HTMLFormElement | null}
 */
export function restore(person) {
  const kept = recall(REFUSED);
  if (!kept) return null;
  // Somebody else at the same device: what was typed is not theirs.
  if (kept.person !== person) {
    keep(REFUSED, null);
    return null;
  }
  if (kept.page !== pageOf({ path: location.pathname, search: location.search }, null)) return null;
  const form = formsTo(kept.action)[Math.max(kept.index, 0)];
  if (!form) return null;
  const changed = write(/** @type {any} */ (form.elements), kept);
  for (const control of changed) {
    const folded = control.closest("details");
    if (folded && control.type !== "hidden") folded.open = true;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return form;
}

/** Forgets what was kept. */
export function forget() {
  keep(REFUSED, null);
}
