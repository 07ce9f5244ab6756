import { allIn, moneyText, typedMinor } from "../lib/money.js";
import { typedQuantity } from "../lib/quantity.js";

/**
 * Adds up what is chosen and shows it in the box and in the bar that follows it. The prices are
 * the server's, all in; what is due is what the server says on the next page.
 * `data-currency`, `data-decimals`; quantity fields carry `data-unit-minor`. Where a row has an amount of the
 * buyer's own, that counts, with `data-fees` (`millionths+minor`, by spaces) and `data-tax` (millionths) on top.
 */
class TicketBox extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || this.ready) return;
    this.ready = true;
    this.bars = [...document.querySelectorAll(".buy-bar")].filter((bar) => bar.dataset.follows === this.form.id);
    this.asServed = this.bars.map((bar) => bar.querySelector(".buy-bar__amount")?.textContent ?? "");
    this.addEventListener("input", () => this.show());
    addEventListener("pageshow", () => this.show());
    for (const bar of this.bars) bar.addEventListener("click", (event) => this.lead(event));
    this.show();
  }

  fields() {
    return [...this.querySelectorAll("input[data-unit-minor]")];
  }

  count() {
    return this.fields().reduce((sum, field) => sum + typedQuantity(field.value), 0);
  }

  /** What one costs, all in; NaN while its amount is none. */
  unit(field) {
    const own = field.closest(".price-row")?.querySelector(".price-row__own input");
    if (!own) return Number(field.dataset.unitMinor);
    return allIn(typedMinor(own.value, Number(this.dataset.decimals)), this.dataset.fees ?? "", Number(this.dataset.tax ?? 0));
  }

  show() {
    const count = this.count();
    const minor = this.fields().reduce((sum, field) => {
      const quantity = typedQuantity(field.value);
      return quantity > 0 ? sum + quantity * this.unit(field) : sum;
    }, 0);
    const text = Number.isFinite(minor) ? moneyText(minor, this.dataset.currency ?? "", Number(this.dataset.decimals), document.documentElement.lang) : "–";
    const total = this.querySelector(".ticket-box__total");
    const sum = this.querySelector(".ticket-box__sum");
    if (total && sum) {
      total.hidden = count === 0;
      sum.textContent = text;
    }
    this.bars.forEach((bar, i) => {
      const amount = bar.querySelector(".buy-bar__amount");
      if (amount) amount.textContent = count === 0 ? this.asServed[i] : text;
    });
  }

  /** With nothing chosen the bar's button leads to the choice instead of sending nothing. */
  lead(event) {
    if (this.count() > 0 || !event.target.closest("button[type=submit]")) return;
    event.preventDefault();
    this.scrollIntoView({ block: "start" });
    this.querySelector(".stepper__more:not(:disabled)")?.focus({ preventScroll: true });
  }
}

customElements.define("ticket-box", TicketBox);
