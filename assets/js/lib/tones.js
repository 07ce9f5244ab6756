// What the scanner sounds and feels like. Pure.

/**
 * Tones as [frequency in Hz, start in s, length in s], and a vibration pattern in ms. They differ in
 * number and height, so that they are told apart in noise and by whoever hears only low tones.
 * @type {Record<string, { tones: [number, number, number][], vibration: number[] }>}
 */
export const SIGNALS = {
  admit: { tones: [[1320, 0, 0.12]], vibration: [60] },
  check: { tones: [[880, 0, 0.12], [880, 0.2, 0.12]], vibration: [60, 60, 60] },
  refuse: { tones: [[220, 0, 0.22], [165, 0.28, 0.4]], vibration: [250, 80, 250] },
};
