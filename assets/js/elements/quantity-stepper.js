import { stepped, typedQuantity } from "../lib/quantity.js";

/**
 * Two buttons around a number field. What is typed stays as it is: the server says what is wrong with it.
 * `data-least`: the fewest that may be ordered, if more than one.
 */
class QuantityStepper extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    [this.less, this.more] = this.querySelectorAll("button");
    if (!this.field || !this.less || !this.more || this.ready) return;
    this.ready = true;
    this.less.hidden = false;
    this.more.hidden = false;
    this.less.addEventListener("click", () => this.step(-1));
    this.more.addEventListener("click", () => this.step(1));
    this.field.addEventListener("input", () => this.mark());
    this.field.addEventListener("focus", () => this.field.select());
    // A form brought back by the back button has its values only after the page is shown.
    addEventListener("pageshow", () => this.mark());
    this.mark();
  }

  bounds() {
    return { least: Number(this.dataset.least ?? 1), most: Number(this.field.max) };
  }

  /** @param {1 | -1} step */
  step(step) {
    this.set(stepped(typedQuantity(this.field.value), step, this.bounds()));
  }

  /** @param {number} value */
  set(value) {
    if (this.field.value !== String(value)) {
      this.field.value = String(value);
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.mark();
  }

  mark() {
    const value = typedQuantity(this.field.value);
    const focused = document.activeElement;
    this.less.disabled = value <= 0;
    this.more.disabled = value >= this.bounds().most;
    // A button that goes dead under the finger must not take the focus with it.
    if ((focused === this.less && this.less.disabled) || (focused === this.more && this.more.disabled)) this.field.focus();
  }
}

customElements.define("quantity-stepper", QuantityStepper);
