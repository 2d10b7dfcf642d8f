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
  const most = attempt < EAGER_ATTEMPTS ? EAGER_DELAY : MAX_DELAY;
  const ceiling = Math.min(most, MIN_DELAY * 2 ** attempt);
  return Math.round(ceiling * (0.5 + random / 2));
}
