import { answered, forget, note, restore } from "../lib/unsent.js";

/**
 * On a page with forms: keeps what is sent until the house has taken it, and puts back what it did not take,
 * with the words of its template. `data-person` says for whom.
 */
class KeptForms extends HTMLElement {
  connectedCallback() {
    if (this.leaving) return;
    this.leaving = new AbortController();
    const person = this.dataset.person ?? "";
    document.addEventListener("submit", (event) => this.sent(event, person), { signal: this.leaving.signal });
    answered();
    const form = restore(person);
    if (form) this.tell(form);
  }

  disconnectedCallback() {
    this.leaving?.abort();
    this.leaving = undefined;
  }

  /**
   * @param {SubmitEvent} event
   * @param {string} person
   */
  sent(event, person) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    note(form, person);
  }

  /** @param {HTMLFormElement} form */
  tell(form) {
    const words = this.querySelector("template")?.content.cloneNode(true);
    if (!(words instanceof DocumentFragment)) return;
    const notice = words.firstElementChild;
    notice?.querySelector("button")?.addEventListener("click", () => {
      forget();
      form.reset();
      notice.remove();
    });
    form.prepend(words);
    notice?.scrollIntoView({ block: "center" });
  }
}

customElements.define("kept-forms", KeptForms);
