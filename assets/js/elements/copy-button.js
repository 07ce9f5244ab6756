/** Copies `data-text` and says so. */
class CopyButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const label = this.querySelector(".button__label");
    // Clipboards exist in secure contexts only; elsewhere the text can still be selected.
    if (!button || !label || !navigator.clipboard || this.ready) return;
    this.ready = true;
    button.hidden = false;
    const words = label.textContent ?? "";
    label.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.dataset.text ?? "");
      label.textContent = this.dataset.copied ?? words;
      setTimeout(() => (label.textContent = words), 2000);
    });
  }
}

customElements.define("copy-button", CopyButton);
