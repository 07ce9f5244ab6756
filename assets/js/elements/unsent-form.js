import { refused } from "../lib/unsent.js";

/** On a page that says what went wrong: the form that was sent is kept, and the link inside leads back to it. */
class UnsentForm extends HTMLElement {
  connectedCallback() {
    const page = refused();
    if (!page) return;
    this.hidden = false;
    const back = this.parentElement?.querySelector('a[href^="/sign-in"]');
    if (back instanceof HTMLAnchorElement) back.href = `/sign-in?${new URLSearchParams({ next: page })}`;
    const link = this.querySelector("a");
    if (link) link.href = page;
  }
}

customElements.define("unsent-form", UnsentForm);
