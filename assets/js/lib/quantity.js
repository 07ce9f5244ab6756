// Counting up and down between bounds. Pure.

/**
 * The next quantity in a direction. Between nothing and the least that may be ordered there is
 * nothing: from 0 up to `least`, from `least` down to 0. Whatever was typed, a step leads between the bounds.
 * @param {number} now
 * @param {1 | -1} step
 * @param {{ least: number, most: number }} bounds
 */
export function stepped(now, step, { least, most }) {
  const next = now + step;
  const fewest = step > 0 ? least : 0;
  return Math.min(most, next < least ? fewest : next);
}

/**
 * What was typed, as a quantity; what is none counts as nothing.
 * @param {string} typed
 */
export function typedQuantity(typed) {
  const number = Math.floor(Number(typed));
  return Number.isFinite(number) ? Math.max(0, number) : 0;
}
