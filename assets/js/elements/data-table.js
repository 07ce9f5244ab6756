import { chosen, isTyping, nextRow } from "../lib/rows.js";

/** Counts the chosen rows; j and k go from row to row, x chooses, Enter opens (the row's link has the focus), / looks for something. */
class DataTable extends HTMLElement {
  connectedCallback() {
    if (this.leaving) return;
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    document.addEventListener("keydown", (event) => this.press(event), { signal });
    this.addEventListener("change", (event) => this.change(event), { signal });
    const shown = this.querySelector("[data-shown]");
    if (shown instanceof HTMLInputElement) shown.hidden = false;
    // The browser may have kept ticks over a reload.
    this.count();
  }

  disconnectedCallback() {
    this.leaving?.abort();
    this.leaving = undefined;
  }

  /** @returns {HTMLInputElement[]} */
  get ticks() {
    return [...this.querySelectorAll("input[name=id]")];
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const at = event.target;
    if (!(at instanceof HTMLElement)) return;
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    const type = at instanceof HTMLInputElement ? at.type : "";
    if (isTyping({ tag: at.tagName, editable: at.isContentEditable, type, modified }) || document.querySelector("dialog:popover-open")) return;
    if (event.key === "/") this.look(event);
    else if (event.key === "j" || event.key === "k") this.move(event);
    else if (event.key === "x") this.tick(event);
  }

  /** @param {KeyboardEvent} event */
  look(event) {
    const field = document.querySelector("main [role=search] input[type=search]");
    if (!(field instanceof HTMLInputElement)) return;
    event.preventDefault();
    field.focus();
    field.select();
  }

  /** @param {KeyboardEvent} event */
  move(event) {
    const rows = [...this.querySelectorAll("tbody tr")];
    const now = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[nextRow(now, event.key, rows.length)];
    const link = row?.querySelector("th a") ?? row?.querySelector("input, button, a");
    if (!(link instanceof HTMLElement)) return;
    event.preventDefault();
    link.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  tick(event) {
    const box = document.activeElement?.closest("data-table tbody tr")?.querySelector("input[name=id]");
    if (!(box instanceof HTMLInputElement)) return;
    event.preventDefault();
    box.checked = !box.checked;
    this.count();
  }

  /** @param {Event} event */
  change(event) {
    const box = event.target;
    if (box instanceof HTMLInputElement && box.hasAttribute("data-shown")) for (const tick of this.ticks) tick.checked = box.checked;
    this.count();
  }

  count() {
    const ticked = this.ticks.filter((tick) => tick.checked).length;
    const all = this.querySelector("input[name=all]");
    const says = this.querySelector(".data-table__count");
    const number = chosen({ ticked, all: all instanceof HTMLInputElement && all.checked, total: Number(this.dataset.total) });
    if (says) says.textContent = (this.dataset.chosen ?? "").replace("{n}", number.toLocaleString(document.documentElement.lang || "en"));
    const shown = this.querySelector("[data-shown]");
    if (!(shown instanceof HTMLInputElement)) return;
    shown.checked = ticked > 0 && ticked === this.ticks.length;
    shown.indeterminate = ticked > 0 && ticked < this.ticks.length;
  }
}

customElements.define("data-table", DataTable);
