// Durations as a clock shows them. Pure.

/**
 * `754` is "12:34"; hours appear when there are any.
 * @param {number} seconds
 */
export function clockText(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/**
 * How near the end is.
 * @param {number} seconds
 * @returns {"running" | "soon" | "over"}
 */
export function urgency(seconds) {
  if (seconds <= 0) return "over";
  return seconds <= 60 ? "soon" : "running";
}

/**
 * Whether these seconds are worth telling a screen reader: at five minutes, one minute, ten seconds.
 * @param {number} before seconds left at the last tick
 * @param {number} now seconds left now
 */
export function worthTelling(before, now) {
  return [300, 60, 10].some((mark) => before > mark && now <= mark);
}
