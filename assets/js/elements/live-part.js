import { follow } from "../lib/live.js";

/** Least time between two readings of a part that many people change at once. */
const PACE = 1_000;

/**
 * Says `live-changed` when what it shows has changed, for htmx to fetch it anew; not everybody at the same moment.
 * `data-topic`, `data-mark` (what is shown already), `data-pass`.
 */
class LivePart extends HTMLElement {
  connectedCallback() {
    const { topic, mark, pass } = this.dataset;
    if (this.leave || !topic) return;
    this.leave = follow(topic, { mark, pass, hear: ({ changed }) => changed && this.soon() });
  }

  disconnectedCallback() {
    this.leave?.();
    this.leave = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  soon() {
    if (this.timer) return;
    const since = performance.now() - (this.last ?? -PACE);
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.last = performance.now();
        this.dispatchEvent(new CustomEvent("live-changed", { bubbles: true }));
      },
      Math.max(0, PACE - since) + Math.random() * 150,
    );
  }
}

customElements.define("live-part", LivePart);
