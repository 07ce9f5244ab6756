import { clockText, urgency, worthTelling } from "../lib/clock.js";

/**
 * Counts down the seconds the server gave, tells screen readers now and then, fires `over`.
 * `data-seconds`, `data-over` (words), `data-reload` (load the page again when it is over).
 */
class CountDown extends HTMLElement {
  connectedCallback() {
    if (this.dataset.state === "over" || this.timer) return;
    // The wall clock's difference, not its value: right on machines whose clock is wrong, and after sleep.
    this.endsAt ??= Date.now() + Number(this.dataset.seconds) * 1000;
    this.shown = this.querySelector("time");
    this.told = document.createElement("span");
    this.told.className = "unseen";
    this.told.setAttribute("role", "status");
    this.append(this.told);
    this.before = Infinity;
    this.timer = setInterval(() => this.tick(), 250);
    this.tick();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  tick() {
    const left = Math.max(0, (this.endsAt - Date.now()) / 1000);
    const text = clockText(left);
    if (this.shown && this.shown.textContent !== text) this.shown.textContent = text;
    this.dataset.state = urgency(left);
    if (this.before !== Infinity && worthTelling(this.before, left)) {
      this.told.textContent = `${this.querySelector(".countdown__label")?.textContent ?? ""} ${text}`;
    }
    this.before = left;
    if (left <= 0) this.end();
  }

  end() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.shown?.remove();
    const label = this.querySelector(".countdown__label");
    if (label) label.textContent = this.dataset.over ?? "";
    this.dispatchEvent(new CustomEvent("over", { bubbles: true }));
    if ("reload" in this.dataset) location.reload();
  }
}

customElements.define("count-down", CountDown);
