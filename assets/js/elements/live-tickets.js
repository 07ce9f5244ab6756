import { follow } from "../lib/live.js";
import { announcement, cannotBeHad, isOther } from "../lib/standing.js";

/**
 * Keeps the ticket box inside up to date: what is left, sold out, on sale now. What was typed stays as it is. Where the
 * page would have to be made anew it says so and leaves it to whoever reads it.
 * `data-topic`; words as `data-left` (`{n} left`), `data-sold-out`, `data-in-carts`, `data-not-yet`, `data-ended`, `data-back`.
 */
class LiveTickets extends HTMLElement {
  connectedCallback() {
    if (this.leave || !this.dataset.topic || this.closest("[inert]")) return;
    this.form = this.querySelector("form");
    this.leave = follow(this.dataset.topic, { hear: (heard) => this.hear(heard) });
  }

  disconnectedCallback() {
    this.leave?.();
    this.leave = undefined;
  }

  /** @returns {HTMLElement[]} */
  get rows() {
    return [...this.querySelectorAll("[data-row]")];
  }

  /** @param {{ value?: import("../lib/standing.js").Tickets, gone?: true }} heard */
  hear({ value, gone }) {
    const shown = new Map(this.rows.map((row) => [row.dataset.row ?? "", Number(row.dataset.price)]));
    const other = gone || !value || isOther(value, shown, this.toldOf);
    const changed = this.querySelector(".live-tickets__changed");
    if (changed) changed.hidden = !other;
    if (gone || !value) return;
    this.toldOf = new Set(Object.keys(value.rows));
    const said = [];
    for (const row of this.rows) {
      const now = value.rows[row.dataset.row ?? ""];
      if (now) said.push(this.show(row, value.closed ? { ...now, is: "ended" } : now));
    }
    this.open();
    const says = this.querySelector("[data-said]");
    const news = said.filter(Boolean).join(" ");
    if (says && news) says.textContent = news;
    this.querySelector("ticket-box")?.dispatchEvent(new Event("input"));
  }

  /**
   * @param {HTMLElement} row
   * @param {import("../lib/standing.js").Row} now
   */
  show(row, now) {
    const wasOpen = row.hasAttribute("data-open");
    const open = now.is === "on_sale" && this.canOpen(row);
    this.left(row, now);
    const take = row.querySelector(".price-row__take");
    const title = row.querySelector(".price-row__title")?.textContent ?? "";
    if (take && open && !wasOpen) this.offer(row, take);
    if (take && !open) this.withdraw(row, take, now);
    const field = row.querySelector("input[type=number]");
    if (open && field && now.max) {
      field.max = String(now.max);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    row.toggleAttribute("data-open", open);
    return announcement(title, now, wasOpen, this.dataset);
  }

  /** Whether there is what a buyer needs in it, or was before. @param {HTMLElement} row */
  canOpen(row) {
    return row.hasAttribute("data-open") || this.kept?.has(row) || row.querySelector(".price-row__take template") !== null;
  }

  /** @param {HTMLElement} row @param {import("../lib/standing.js").Row} now */
  left(row, now) {
    const line = row.querySelector(".price-row__left");
    if (!line) return;
    const few = now.is === "on_sale" && now.left !== null && now.left !== undefined;
    line.hidden = !few;
    line.textContent = few ? (this.dataset.left ?? "").replace("{n}", String(now.left)) : "";
  }

  /** @param {HTMLElement} row @param {Element} take */
  offer(row, take) {
    const kept = this.kept?.get(row);
    const template = take.querySelector("template");
    const stepper = kept ?? template?.content.cloneNode(true);
    if (!stepper) return;
    take.querySelector(".price-row__gone, .price-row__later")?.remove();
    take.append(stepper);
    this.kept?.delete(row);
    this.own(row, true);
    const element = take.querySelector(":not(:defined)");
    if (element) import(`./${element.localName}.js`);
  }

  /** Takes the choice away, and keeps it should it come back. @param {HTMLElement} row @param {Element} take @param {import("../lib/standing.js").Row} now */
  withdraw(row, take, now) {
    const stepper = take.querySelector("quantity-stepper");
    if (stepper) {
      this.kept ??= new Map();
      this.kept.set(row, stepper);
      stepper.remove();
    }
    this.own(row, false);
    let words = take.querySelector(".price-row__gone, .price-row__later");
    // What is served says from when it is on sale: better than what can be said here.
    if (words && !stepper && now.is === "not_yet") return;
    if (!words) {
      words = document.createElement("span");
      take.append(words);
    }
    words.className = now.is === "sold_out" ? "price-row__gone" : "price-row__later";
    words.textContent = cannotBeHad(now, this.dataset) ?? this.dataset.soldOut ?? "";
  }

  /** An amount of the buyer's own belongs to the choice. @param {HTMLElement} row @param {boolean} there */
  own(row, there) {
    const own = row.querySelector(".price-row__own");
    if (!own) return;
    own.hidden = !there;
    for (const field of own.querySelectorAll("input")) field.disabled = !there;
  }

  /** Button and bar stand where there is something to buy. */
  open() {
    const open = this.rows.some((row) => row.hasAttribute("data-open"));
    const foot = this.querySelector(".ticket-box__foot");
    if (foot) foot.hidden = !open;
    for (const bar of document.querySelectorAll(".buy-bar")) if (bar.dataset.follows === this.form?.id) bar.hidden = !open;
  }
}

customElements.define("live-tickets", LiveTickets);
