// Going from row to row, and how many are chosen. Pure.

/**
 * The row a key leads to; from nowhere the first one, and at the ends it stays.
 * @param {number} now index of the row one is in, -1 for none
 * @param {string} key
 * @param {number} count
 */
export function nextRow(now, key, count) {
  if (count === 0) return -1;
  if (now < 0) return key === "k" ? count - 1 : 0;
  return Math.min(count - 1, Math.max(0, now + (key === "j" ? 1 : -1)));
}

/**
 * How many rows a choice means.
 * @param {{ ticked: number, all: boolean, total: number }} choice
 */
export function chosen({ ticked, all, total }) {
  return all ? total : ticked;
}

/**
 * Whether a key is typed into something, or belongs to the browser.
 * @param {{ tag: string, editable: boolean, type: string, modified: boolean }} at
 */
export function isTyping({ tag, editable, type, modified }) {
  if (modified || editable || tag === "TEXTAREA" || tag === "SELECT") return true;
  return tag === "INPUT" && !["checkbox", "radio", "button", "submit"].includes(type);
}
