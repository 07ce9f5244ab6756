// A camera sees the same code many times a second. Pure but for what it remembers.

/** Lets a code pass once, until it has been out of sight for a while. */
export class Sightings {
  /** @param {number} forgetAfterMs */
  constructor(forgetAfterMs) {
    this.forgetAfterMs = forgetAfterMs;
    /** @type {Map<string, number>} */
    this.lastSeen = new Map();
  }

  /**
   * Whether this sighting is news.
   * @param {string} code
   * @param {number} atMs
   */
  isNew(code, atMs) {
    const last = this.lastSeen.get(code);
    for (const [other, at] of this.lastSeen) if (atMs - at > this.forgetAfterMs) this.lastSeen.delete(other);
    this.lastSeen.set(code, atMs);
    return last === undefined || atMs - last > this.forgetAfterMs;
  }
}
