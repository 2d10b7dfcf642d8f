/**
 * The first wait before coming back, and the longest, in ms: however long the
 * server was away, its pages are in play within 3 s of its return.
 */
const FIRST = 250;
const LONGEST = 2500;

/**
 * How long to wait before the attempt-th try (0, 1, 2 …) to come back, in ms:
 * doubling, with half of it left to chance so that the pages of a room that
 * lost its server do not return all at once. `random` is in [0, 1).
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + random / 2));
}
