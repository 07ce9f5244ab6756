// Amounts in minor units, as the server prints them. Pure.

const SIGNS = { EUR: "€", GBP: "£", USD: "$", HKD: "HK$", JPY: "¥" };

/**
 * `(8500, "EUR", 2, "en")` is "€85.00", in German "85,00 €": the same text as the server's, so that the sum shown
 * while choosing equals the one on the next page.
 * @param {number} minor
 * @param {string} currency
 * @param {number} decimals
 * @param {string} lang the page's
 */
export function moneyText(minor, currency, decimals, lang) {
  const [group, point] = lang === "de" ? [".", ","] : [",", "."];
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, group);
  const fraction = decimals > 0 ? `${point}${digits.slice(-decimals)}` : "";
  const figures = `${minor < 0 ? "−" : ""}${whole}${fraction}`;
  const sign = SIGNS[/** @type {keyof typeof SIGNS} */ (currency)];
  if (lang === "de" || lang === "ar") return `${figures}\u00a0${sign ?? currency}`;
  return figures.replace(/\d/, (first) => `${sign ?? `${currency}\u00a0`}${first}`);
}

/**
 * `("12,50", 2)` is 1250; NaN for what is no plain amount. The server reads more than this and has the last word.
 * @param {string} typed
 * @param {number} decimals
 */
export function typedMinor(typed, decimals) {
  const parts = /^(\d{1,9})(?:[.,](\d*))?$/.exec(typed.replace(/\s/g, ""));
  const fraction = parts?.[2] ?? "";
  if (!parts || fraction.length > decimals) return Number.NaN;
  return Number(parts[1] + fraction.padEnd(decimals, "0"));
}

/**
 * A price with what comes on top, each part rounded as the server rounds it; nothing is charged on a free ticket.
 * @param {number} price in minor units
 * @param {string} fees `100000+250`: millionths of the price and minor units; several by spaces
 * @param {number} tax added on all of it, in millionths
 */
export function allIn(price, fees, tax) {
  if (!(price > 0)) return price;
  const share = (/** @type {number} */ minor, /** @type {number} */ millionths) => Math.floor((minor * millionths + 500_000) / 1_000_000);
  const parts = fees.split(" ").filter(Boolean).map((fee) => fee.split("+").map(Number));
  const taxable = parts.reduce((sum, [rate = 0, fixed = 0]) => sum + share(price, rate) + fixed, price);
  return taxable + share(taxable, tax);
}
