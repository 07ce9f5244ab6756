const STAYS_MS = 6000;

/** Gives each notice a button to close it; lets good news go by itself, once nobody is reading it. */
class ToastStack extends HTMLElement {
  connectedCallback() {
    if (this.watcher) return;
    this.watcher = new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (node instanceof HTMLElement) this.take(node);
    });
    this.watcher.observe(this, { childList: true });
    for (const notice of this.children) this.take(/** @type {HTMLElement} */ (notice));
  }

  disconnectedCallback() {
    this.watcher?.disconnect();
    this.watcher = undefined;
  }

  /** @param {HTMLElement} notice */
  take(notice) {
    if (!notice.matches(".toast") || notice.querySelector(".toast__close")) return;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "toast__close";
    close.textContent = "×";
    close.setAttribute("aria-label", this.dataset.wordsClose ?? "");
    close.addEventListener("click", () => notice.remove());
    notice.append(close);
    // Bad news and cares stay until somebody has closed them.
    if (!notice.matches(".tone--bad, .tone--care")) this.leave(notice);
  }

  /** @param {HTMLElement} notice */
  leave(notice) {
    setTimeout(() => (notice.matches(":hover, :focus-within") ? this.leave(notice) : notice.remove()), STAYS_MS);
  }
}

customElements.define("toast-stack", ToastStack);
