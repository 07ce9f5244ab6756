// What a row of the ticket box shows when its tickets stand otherwise than before. Pure.

/**
 * @typedef {{ is: "on_sale" | "in_carts" | "sold_out" | "not_yet" | "ended", price: number, max?: number, left?: number | null }} Row
 * @typedef {{ closed: string | null, rows: Record<string, Row> }} Tickets
 */

/**
 * Whether the page has to be made anew: other kinds, other prices, another event. Kinds that only this page shows
 * (opened by a code) are its own.
 * @param {Tickets} now
 * @param {Map<string, number>} shown name and price of each row of the page
 * @param {Set<string> | undefined} before names that were told of before
 */
export function isOther(now, shown, before) {
  if (now.closed) return true;
  const names = Object.keys(now.rows);
  if (names.some((name) => !shown.has(name) || shown.get(name) !== now.rows[name].price)) return true;
  return before !== undefined && [...before].some((name) => !(name in now.rows));
}

/**
 * Words of a row that cannot be had, none where it can.
 * @param {Row} row
 * @param {DOMStringMap} words
 */
export function cannotBeHad(row, words) {
  switch (row.is) {
    case "on_sale":
      return undefined;
    case "in_carts":
      return words.inCarts;
    case "sold_out":
      return words.soldOut;
    case "ended":
      return words.ended;
    default:
      return words.notYet;
  }
}

/**
 * What to say to somebody who does not see it. Numbers that fall are not read out one by one.
 * @param {string} title
 * @param {Row} row
 * @param {boolean} wasOpen
 * @param {DOMStringMap} words
 */
export function announcement(title, row, wasOpen, words) {
  const open = row.is === "on_sale";
  if (open === wasOpen) return undefined;
  return `${title}: ${open ? words.back : cannotBeHad(row, words)}`;
}
