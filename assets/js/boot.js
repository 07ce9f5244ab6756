// Starts the page: fetches the custom elements it holds, tells failed requests, keeps the focus.
// Everything here adds to a page that already works.

/**
 * Imports each custom element of `root` that is not known yet; the import map leads the plain
 * address to the digested file.
 * @param {ParentNode} root
 */
function wake(root) {
  const tags = new Set();
  for (const element of root.querySelectorAll(":not(:defined)")) tags.add(element.localName);
  for (const tag of tags) import(`./elements/${tag}.js`);
}

/**
 * Shows a notice in the page's stack.
 * @param {"note" | "good" | "care" | "bad"} tone
 * @param {string} text
 */
export function toast(tone, text) {
  const notice = document.createElement("div");
  notice.className = `toast tone--${tone}`;
  notice.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = text;
  notice.append(words);
  document.querySelector("toast-stack")?.append(notice);
}

/**
 * What a failed answer says: the detail of a problem document, else the house's general words.
 * @param {XMLHttpRequest} xhr
 */
function said(xhr) {
  if (xhr.status === 401) return document.body.dataset.wordsSignedOut ?? "";
  const type = xhr.getResponseHeader("Content-Type") ?? "";
  if (type.includes("json")) {
    try {
      const problem = JSON.parse(xhr.responseText);
      if (problem.detail || problem.title) return String(problem.detail ?? problem.title);
    } catch {
      // Not a problem document after all: the general words will do.
    }
  }
  return document.body.dataset.wordsFailed ?? "";
}

/**
 * Tells a failure to whoever caused the request. What the page fetches by itself, on load or on a
 * timer, fails in silence: the page stands without it.
 * @param {CustomEvent} event
 * @param {string | undefined} words
 */
function tell(event, words) {
  // A part of the page may show its failures itself.
  if (event.detail.target?.hasAttribute?.("data-own-failures")) return;
  if (event.detail.requestConfig?.triggeringEvent) toast("bad", words ?? "");
}

document.addEventListener("htmx:responseError", (event) => tell(event, said(event.detail.xhr)));
document.addEventListener("htmx:sendError", (event) => tell(event, document.body.dataset.wordsUnreachable));
document.addEventListener("htmx:timeout", (event) => tell(event, document.body.dataset.wordsUnreachable));

// What came in may hold elements of its own, and a summary of mistakes that wants the focus.
document.addEventListener("htmx:load", (event) => {
  const part = event.detail.elt;
  if (!(part instanceof Element)) return;
  if (part.matches(":not(:defined)")) import(`./elements/${part.localName}.js`);
  wake(part);
  part.querySelector(".error-summary[autofocus]")?.focus();
});

// On a phone a row of tabs is wider than the screen: the open one is brought into sight, the page stays where it is.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.closest(".tabs");
  const [outer, inner] = [row.getBoundingClientRect(), tab.getBoundingClientRect()];
  row.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
}

// “/” leads to the field one looks with, where a page for everybody has one; lists of staff have keys of their own.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable], dialog");
  const field = document.querySelector("body.public main input[type=search]");
  if (typing || !field) return;
  event.preventDefault();
  field.focus();
});

wake(document);

// htmx makes what follows quicker and shows nothing by itself: it comes once the page stands. Until then forms and links
// do what they do without it.
const stands = new Promise((resolve) => {
  if (document.readyState === "complete") resolve();
  else addEventListener("load", resolve, { once: true });
});

/** Resolves when htmx has taken over the page's forms, and also when it cannot be had: then they go without it. */
export const htmxLoaded = stands.then(
  () =>
    new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = document.querySelector("script[data-htmx]").dataset.htmx;
      script.onload = script.onerror = resolve;
      document.head.append(script);
    }),
);
