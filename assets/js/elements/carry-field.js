/** Takes what a field of the page says along, by the links inside: `data-field` is its name, and the parameter's. */
class CarryField extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    for (const click of ["click", "auxclick"]) this.addEventListener(click, (event) => this.carry(event));
  }

  /** @param {Event} event */
  carry(event) {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const name = this.dataset.field ?? "";
    const field = document.querySelector(`input[name="${CSS.escape(name)}"]`);
    if (!link || !(field instanceof HTMLInputElement)) return;
    const address = new URL(link.href);
    const value = field.value.trim();
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    link.href = address.pathname + address.search;
  }
}

customElements.define("carry-field", CarryField);
