/**
 * Remembers on this device what the one text field of its form says, under `data-key`. With
 * `data-said` the address said it, and that is remembered; otherwise the remembered value is put in
 * and the form is sent, once. A device that keeps nothing works as if this were not here.
 */
class KeptField extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const field = form?.querySelector("input:not([type=hidden])");
    if (!form || !(field instanceof HTMLInputElement) || this.ready) return;
    this.ready = true;
    const key = `kept:${this.dataset.key ?? field.name}`;
    if (this.dataset.said !== undefined) return keep(key, field.value);
    const kept = recall(key);
    if (!kept || kept === field.value) return;
    field.value = kept;
    form.requestSubmit();
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows may refuse; the address still says it.
  }
}

/** @param {string} key */
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

customElements.define("kept-field", KeptField);
