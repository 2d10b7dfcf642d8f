/** The first wait before coming back, and the longest, in ms: a page is back 3 s after its server. */
const FIRST = 250;
const LONGEST = 2000;

/**
 * How long to wait before the attempt-th try (0, 1, 2 …) to come back, in ms:
 * doubling, with half of it left to chance so that the pages of a room that
 * lost its server do not return all at once. `random` is in [0, 1).
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + random / 2));
}
