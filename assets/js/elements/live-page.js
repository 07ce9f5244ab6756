import { follow } from "../lib/live.js";

/**
 * Loads the page again when what it shows has changed; whoever is in the middle of something is told instead, by the
 * words inside. `data-topic`, `data-mark` (what is shown already), `data-pass`.
 */
class LivePage extends HTMLElement {
  connectedCallback() {
    const { topic, mark, pass } = this.dataset;
    if (this.leave || !topic) return;
    this.leave = follow(topic, { mark, pass, hear: ({ changed }) => changed && this.changed() });
  }

  disconnectedCallback() {
    this.leave?.();
    this.leave = undefined;
  }

  changed() {
    const busy = document.querySelector("dialog[open], dialog:popover-open, main form [aria-busy=true]") || document.activeElement?.matches("input, select, textarea");
    const words = this.querySelector("[hidden]");
    if (busy && words) words.hidden = false;
    else if (!busy) location.replace(location.pathname + location.search);
  }
}

customElements.define("live-page", LivePage);
