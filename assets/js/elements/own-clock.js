/** Tells the moment inside by the clock of whoever looks; the house tells it by another one, and names that. */
class OwnClock extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    const at = new Date(time?.dateTime ?? "");
    if (!time || Number.isNaN(at.valueOf())) return;
    const lang = document.documentElement.lang;
    // As the house writes: the day before the month, hours to 23, European digits.
    const locale = lang === "en" ? "en-GB" : `${lang}-u-nu-latn`;
    const day = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short" });
    const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    time.textContent = `${day.format(at)}, ${clock.format(at)}`;
  }
}

customElements.define("own-clock", OwnClock);
