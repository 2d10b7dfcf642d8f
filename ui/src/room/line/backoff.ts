/**
 * The waits before reconnecting, in ms. The first attempts come quickly, for about five seconds:
 * when a node dies, another takes its rooms over meanwhile. Later a page is back 3 s after its
 * server.
 */
const MIN_DELAY = 250;
const EAGER_DELAY = 500;
const EAGER_ATTEMPTS = 12;
const MAX_DELAY = 2000;

/**
 * How long to wait before reconnect attempt `attempt` (0, 1, 2 …), in ms. Half of it is random, so
 * that the pages of a room that lost its server do not all reconnect at once. `random` is in
 * [0, 1).
 */
export function backoff(attempt: number, random: number): number {
  const eager = Math.min(EAGER_DELAY, MIN_DELAY * 2 ** attempt);
  const ceiling = attempt < EAGER_ATTEMPTS ? eager : MAX_DELAY;
  return Math.round(ceiling * (0.5 + random / 2));
}
