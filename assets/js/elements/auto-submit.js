/** Sends the form inside it when a choice changes; typing waits until it rests. Its own button goes. */
class AutoSubmit extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    if (!form || this.ready) return;
    this.ready = true;
    for (const button of form.querySelectorAll("button[type=submit]:not([name])")) button.hidden = true;
    form.addEventListener("change", () => this.send(form, 0));
    form.addEventListener("input", (event) => {
      if (event.target instanceof HTMLInputElement && event.target.type === "search") this.send(form, 300);
    });
  }

  disconnectedCallback() {
    clearTimeout(this.waiting);
  }

  /**
   * @param {HTMLFormElement} form
   * @param {number} restMs
   */
  send(form, restMs) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => form.requestSubmit(), restMs);
  }
}

customElements.define("auto-submit", AutoSubmit);
