import { fits, moved } from "../lib/palette.js";

/** So long after the last key the house is asked. */
const PAUSE = 150;

/**
 * Opens what its template holds by its link, by Ctrl+K and by Cmd+K: pages to go to, filtered here, and events and orders,
 * which the house looks for. `data-address` says where the lines come from.
 */
class CommandPalette extends HTMLElement {
  connectedCallback() {
    if (this.link) return;
    this.link = this.querySelector("a");
    for (const link of [this.link, ...document.querySelectorAll("[data-opens-palette]")]) {
      link?.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        this.open();
      });
    }
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      this.open();
    });
  }

  build() {
    const template = this.querySelector("template");
    this.dialog = template?.content.firstElementChild?.cloneNode(true);
    // Outside of the rail, which is a popover on phones.
    document.body.append(this.dialog);
    this.box = this.dialog.querySelector("input");
    this.list = this.dialog.querySelector("[role=listbox]");
    this.says = this.dialog.querySelector("[role=status]");
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]"), event.ctrlKey || event.metaKey));
    this.dialog.querySelector("button").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
  }

  open() {
    if (!this.dialog) this.build();
    if (this.dialog.open) return;
    for (const open of document.querySelectorAll("[popover]:popover-open")) open.hidePopover();
    this.box.value = "";
    this.found = [];
    this.show();
    this.dialog.showModal();
    this.box.focus();
    this.ask("");
  }

  /** Asks the house; an answer that comes late is of no use. @param {string} typed */
  async ask(typed) {
    this.asked?.abort();
    this.asked = new AbortController();
    const query = new URLSearchParams({ at: location.pathname, q: typed });
    try {
      const answer = await fetch(`${this.dataset.address}?${query}`, { headers: { "HX-Request": "true", "HX-Current-URL": location.href }, signal: this.asked.signal });
      if (answer.status === 401) return location.assign(this.link.href);
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const lines = [...page.querySelectorAll("li")].map((line) => this.option(line));
      this.found = lines.filter((line) => "found" in line.dataset);
      if (typed === "") this.pages = lines.filter((line) => !("found" in line.dataset));
      this.failed(false);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.failed(true);
    }
    this.show();
  }

  /** @param {boolean} there */
  failed(there) {
    this.dialog.querySelector(".palette__failed").hidden = !there;
  }

  /** A line with a link becomes a choice: what is in one is not reached by itself. @param {HTMLElement} line */
  option(line) {
    const link = line.querySelector("a");
    line.dataset.href = link?.getAttribute("href") ?? "";
    line.replaceChildren(...(link?.childNodes ?? []));
    line.setAttribute("role", "option");
    return line;
  }

  typed() {
    const typed = this.box.value.trim();
    this.show();
    clearTimeout(this.pause);
    this.asked?.abort();
    if (typed === "") {
      this.found = [];
      return this.show();
    }
    this.pause = setTimeout(() => this.ask(typed), PAUSE);
  }

  show() {
    const pages = (this.pages ?? []).filter((line) => fits(line.textContent ?? "", this.box.value));
    this.lines = [...(this.box.value.trim() === "" ? [] : this.found), ...pages];
    this.list.replaceChildren(...this.lines);
    this.lines.forEach((line, at) => (line.id = `palette-option-${at}`));
    this.choose(this.lines.length > 0 ? 0 : -1);
    const count = this.lines.length;
    this.dialog.querySelector(".palette__none").hidden = count > 0 || this.pages === undefined;
    if (this.pages !== undefined) this.says.textContent = count === 0 ? this.says.dataset.none : count === 1 ? this.says.dataset.one : this.says.dataset.many.replace("{n}", String(count));
  }

  /** @param {number} at */
  choose(at) {
    this.at = at;
    this.lines.forEach((line, i) => line.setAttribute("aria-selected", String(i === at)));
    const line = this.lines[at];
    if (line) this.box.setAttribute("aria-activedescendant", line.id);
    else this.box.removeAttribute("aria-activedescendant");
    line?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.choose(moved(this.at, this.lines.length, event.key));
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.go(this.lines[this.at], event.ctrlKey || event.metaKey);
    }
  }

  /** @param {HTMLElement | null | undefined} line @param {boolean} beside in a tab of its own */
  go(line, beside) {
    const href = line?.dataset.href;
    if (!href) return;
    this.dialog.close();
    if (beside) window.open(href, "_blank", "noopener");
    else location.assign(href);
  }
}

customElements.define("command-palette", CommandPalette);
