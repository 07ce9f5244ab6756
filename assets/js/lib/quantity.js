// Counting up and down between bounds. Pure.

/**
 * The next quantity in a direction. Between nothing and the least that may be ordered there is
 * nothing: from 0 up to `least`, from `least` down to 0.
 * @param {number} now
 * @param {1 | -1} step
 * @param {{ least: number, most: number }} bounds
 */
export function stepped(now, step, { least, most }) {
  const next = now + step;
  if (step > 0) return Math.min(most, next < least ? least : next);
  return next < least ? 0 : Math.max(0, next);
}

/**
 * What was typed, as a quantity.
 * @param {string} typed
 * @param {number} most
 */
export function typedQuantity(typed, most) {
  const number = Math.floor(Number(typed));
  return Number.isFinite(number) ? Math.min(most, Math.max(0, number)) : 0;
}
