import { htmxLoaded } from "../boot.js";
import { makeDecoder } from "../lib/decoder.js";
import { Sightings } from "../lib/sightings.js";
import { SIGNALS } from "../lib/tones.js";

const LOOK_EVERY_MS = 120;
const FORGET_AFTER_MS = 2500;
/** Who presses the button this soon after the camera came on had pressed to start it. */
const MEANT_START_MS = 1000;
/** A code that could not be checked for lack of a sign-in, in this tab. */
const KEPT = "door:unchecked";

/**
 * A camera above a form: each code it sees goes into the form's field and off. Fires `code`
 * (cancelable, `detail.code`) before. Sounds and vibrates by the `data-ruling` of what comes back.
 * Hand scanners that type like keyboards work too: keys pressed anywhere land in the field.
 */
class DoorScanner extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector("form");
    this.field = this.querySelector(".scanner__code");
    this.video = this.querySelector("video");
    this.state = this.querySelector(".scanner__state");
    this.sightings = new Sightings(FORGET_AFTER_MS);
    this.querySelector(".scanner__view").hidden = false;
    this.listen();
    if (!window.isSecureContext) return this.say(this.dataset.wordsInsecure);
    if (!navigator.mediaDevices?.getUserMedia) return this.say(this.dataset.wordsRefused);
    // Who allowed the camera before need not ask again.
    navigator.permissions?.query({ name: "camera" }).then((p) => p.state === "granted" && this.start(), () => {});
  }

  disconnectedCallback() {
    this.stop();
    this.leaving?.abort();
  }

  listen() {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    const on = (target, name, act) => target.addEventListener(name, act, { signal });
    on(this.querySelector(".scanner__camera"), "click", () => this.press());
    on(this.querySelector(".scanner__torch"), "click", () => this.toggleTorch());
    on(this.querySelector(".scanner__sound"), "click", (event) => this.toggleSound(event.currentTarget));
    on(document, "keydown", (event) => this.catchKey(event));
    on(document, "visibilitychange", () => this.follow());
    on(document, "htmx:afterSwap", () => this.signal());
    // Who types goes on typing; on a phone nothing may open the keyboard unasked.
    on(this.form, "submit", () => document.activeElement === this.field && setTimeout(() => this.field.select()));
    on(this.form, "htmx:afterRequest", () => (this.field.value = ""));
    this.sendOnce(signal);
    // Whatever looks like an answer and is none must not leave the verdict before on the screen.
    on(document, "htmx:sendError", (event) => this.unchecked(event, "connection"));
    on(document, "htmx:timeout", (event) => this.unchecked(event, "connection"));
    on(document, "htmx:responseError", (event) => this.unchecked(event, event.detail.xhr.status === 401 ? "session" : "answer"));
    const offline = this.querySelector(".scanner__offline");
    on(window, "offline", () => (offline.hidden = false));
    on(window, "online", () => (offline.hidden = true));
    offline.hidden = navigator.onLine;
    this.putBack();
    this.signal();
  }

  /**
   * A code sent in the page's first moments waits for htmx: the browser's own way would leave the door for a page of
   * its own when the line drops or nobody is signed in any more.
   * @param {AbortSignal} signal
   */
  sendOnce(signal) {
    let ready = false;
    let asked = false;
    const early = (event) => {
      if (ready) return;
      event.preventDefault();
      asked = true;
    };
    this.form.addEventListener("submit", early, { signal, capture: true });
    htmxLoaded.then(() => {
      ready = true;
      if (asked && !signal.aborted) this.form.requestSubmit();
    });
  }

  /** @param {string | undefined} words */
  say(words) {
    this.state.textContent = words ?? "";
  }

  /** Starts or stops. It may have come on by itself a moment ago, under a finger already on its way, or by a double click. */
  press() {
    if (!this.stream) this.start();
    else if (performance.now() - this.onSince > MEANT_START_MS) this.stop();
  }

  async start() {
    // It may have begun by itself when somebody presses the button.
    if (this.starting) return;
    this.starting = true;
    this.sound?.resume();
    let stream;
    try {
      const wanted = { facingMode: "environment", width: { ideal: 1280 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
      this.video.srcObject = stream;
      await this.video.play();
    } catch {
      for (const track of stream?.getTracks() ?? []) track.stop();
      return this.say(this.dataset.wordsRefused);
    } finally {
      this.starting = false;
    }
    this.stream = stream;
    this.onSince = performance.now();
    this.dataset.camera = "on";
    this.say("");
    this.label(this.dataset.wordsStop);
    const torch = this.stream.getVideoTracks()[0]?.getCapabilities?.().torch;
    this.querySelector(".scanner__torch").hidden = !torch;
    this.lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
    this.decode ??= await makeDecoder({ decoder: this.dataset.decoder, worker: this.dataset.worker });
    this.look();
  }

  stop() {
    clearTimeout(this.looking);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
    this.lock?.release();
    delete this.dataset.camera;
    this.say(this.dataset.wordsOff);
    this.label(this.dataset.wordsStart);
  }

  /** A phone in the pocket neither looks nor shines; taken out it looks again. */
  follow() {
    if (document.hidden && this.stream) {
      this.paused = true;
      this.stop();
    } else if (!document.hidden && this.paused) {
      this.paused = false;
      this.start();
    }
  }

  /** @param {string | undefined} words */
  label(words) {
    this.querySelector(".scanner__camera .button__label").textContent = words ?? "";
  }

  async look() {
    if (!this.stream) return;
    if (this.video.videoWidth > 0) {
      const code = await this.decode(this.video).catch(() => null);
      if (code && this.sightings.isNew(code, performance.now())) this.found(code);
    }
    this.looking = setTimeout(() => this.look(), LOOK_EVERY_MS);
  }

  /** @param {string} code */
  found(code) {
    this.dataset.seen = "";
    setTimeout(() => delete this.dataset.seen, 300);
    const news = new CustomEvent("code", { bubbles: true, cancelable: true, detail: { code } });
    if (!this.dispatchEvent(news)) return;
    this.field.value = code;
    this.form.requestSubmit();
  }

  /** @param {KeyboardEvent} event */
  catchKey(event) {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, dialog, [popover]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || event.key === " ") return;
    // The next code does not join the one that was put back.
    if (this.field.dataset.kept !== undefined) this.field.value = "";
    delete this.field.dataset.kept;
    this.field.focus();
  }

  /**
   * Says that nothing was decided, and why, in place of the verdict before. That nobody is signed in any more
   * is said as soon as anything on the page finds it out: before the next guest holds up a code.
   * @param {CustomEvent} event
   * @param {"connection" | "answer" | "session"} why
   */
  unchecked(event, why) {
    const place = document.querySelector(this.dataset.verdict ?? "");
    const told = place?.querySelector('a[href^="/sign-in"]');
    if (!place || (event.detail.target !== place && (why !== "session" || told))) return;
    this.show(place, why);
    if (why === "session") this.keep(place, event.detail.requestConfig?.formData);
    this.signal();
  }

  /**
   * @param {Element} place
   * @param {string} why
   */
  show(place, why) {
    const words = this.querySelector(`template[data-unchecked="${why}"]`);
    place.replaceChildren(words.content.cloneNode(true));
  }

  /**
   * Signed out: the code waits in this tab, and signing in leads back to this gate.
   * @param {Element} place
   * @param {FormData | undefined} sent
   */
  keep(place, sent) {
    const page = new URL(location.href);
    const gate = sent?.get("gate");
    if (gate) page.searchParams.set("gate", String(gate));
    const link = place.querySelector('a[href^="/sign-in"]');
    if (link) link.href = `/sign-in?${new URLSearchParams({ next: page.pathname + page.search })}`;
    const code = sent?.get("code");
    if (!code) return;
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ door: location.pathname, code: String(code) }));
    } catch {
      // A browser that keeps nothing: the code is read again.
    }
  }

  /** The code that waited, for a person to check: who stood there may have gone. */
  putBack() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
      sessionStorage.removeItem(KEPT);
    } catch {
      // Nothing was kept here.
    }
    const place = document.querySelector(this.dataset.verdict ?? "");
    if (!place || kept?.door !== location.pathname || !kept.code) return;
    this.field.value = kept.code;
    this.field.dataset.kept = "";
    this.show(place, "kept");
  }

  /** Sounds and vibrates once for each verdict on the page. */
  signal() {
    const verdict = document.querySelector("[data-ruling]");
    if (!(verdict instanceof HTMLElement) || verdict === this.told) return;
    this.told = verdict;
    verdict.scrollIntoView({ block: "nearest" });
    const signal = SIGNALS[verdict.dataset.ruling ?? ""];
    if (!signal) return;
    // Before the first touch browsers refuse, and complain.
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(signal.vibration);
    if (this.querySelector(".scanner__sound").getAttribute("aria-pressed") === "true") this.play(signal.tones);
  }

  /** @param {[number, number, number][]} tones */
  play(tones) {
    if (!navigator.userActivation?.hasBeenActive) return;
    this.sound ??= new AudioContext();
    for (const [hertz, start, length] of tones) {
      const tone = new OscillatorNode(this.sound, { type: "square", frequency: hertz });
      const volume = new GainNode(this.sound, { gain: 0.2 });
      tone.connect(volume).connect(this.sound.destination);
      tone.start(this.sound.currentTime + start);
      tone.stop(this.sound.currentTime + start + length);
    }
  }

  async toggleTorch() {
    const button = this.querySelector(".scanner__torch");
    const on = button.getAttribute("aria-pressed") !== "true";
    await this.stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on }] });
    button.setAttribute("aria-pressed", String(on));
  }

  /** @param {Element} button */
  toggleSound(button) {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  }
}

customElements.define("door-scanner", DoorScanner);
