// Amounts in minor units, as the server prints them. Pure.

const SIGNS = { EUR: "€", GBP: "£", USD: "$", HKD: "HK$", JPY: "¥" };

/**
 * `(8500, "EUR", 2)` is "€85.00": the same text as the server's, so that the sum shown while
 * choosing equals the one on the next page.
 * @param {number} minor
 * @param {string} currency
 * @param {number} decimals
 */
export function moneyText(minor, currency, decimals) {
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = decimals > 0 ? `.${digits.slice(-decimals)}` : "";
  const sign = SIGNS[/** @type {keyof typeof SIGNS} */ (currency)] ?? `${currency}\u00a0`;
  return `${minor < 0 ? "−" : ""}${sign}${whole}${fraction}`;
}
