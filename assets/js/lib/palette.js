// Looking for a line of the palette by what somebody types. Pure.

/**
 * Without accents and capitals: `Übersicht` is found by `ubersicht`.
 * @param {string} text
 */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * Whether each typed word stands somewhere in the line, in whatever order.
 * @param {string} line
 * @param {string} typed
 */
export function fits(line, typed) {
  const text = folded(line);
  return folded(typed).split(/\s+/).filter(Boolean).every((word) => text.includes(word));
}

/**
 * Where the keyboard is after a key: round from the last to the first; -1 where there is nothing.
 * @param {number} at
 * @param {number} count
 * @param {string} key
 */
export function moved(at, count, key) {
  if (count === 0) return -1;
  const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  return (at + step + count) % count;
}
