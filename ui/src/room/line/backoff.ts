/**
 * The first and the longest wait before reconnecting, in ms. A page is back 3 s after its server.
 */
const MIN_DELAY = 250;
const MAX_DELAY = 2000;

/**
 * How long to wait before reconnect attempt `attempt` (0, 1, 2 …), in ms. It doubles with each
 * attempt; half of it is random, so that the pages of a room that lost its server do not all
 * reconnect at once. `random` is in [0, 1).
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(MAX_DELAY, MIN_DELAY * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * (0.5 + random / 2));
}
