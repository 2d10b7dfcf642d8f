/** How long a page waits for its room before it dials another socket. All times are in ms. */

/** The room is never silent for longer than this: beatEvery in room/bounds.go. */
export const BEAT = 1500;

/** After this much silence while the clock runs, the room is out of reach. */
export const SILENCE = BEAT + 1000;

/** The same while the clock stands, or the socket has not caught up. */
export const LONG_SILENCE = 5000;

/** While the clock runs, the room answers own ink sooner than this. */
export const LATE_ANSWER = 2000;

/** While another node may be taking the room over, a dial counts as hung after 1 to 2 s. */
const MIN_HUNG = 1000;
const MAX_HUNG = 2000;

/**
 * After how long without a welcome a dial probably leads to a node that hangs, where the last
 * welcome took `took`.
 */
export function hungAfter(took: number): number {
  return Math.min(MAX_HUNG, Math.max(MIN_HUNG, 4 * took));
}

/** No limit grows beyond this. */
const MAX_LIMIT = 20_000;

/** A limit that doubles whenever it was too short for a slow network. */
export type Limit = { readonly ms: number; double(): void; reset(): void };

export function createLimit(initial: number): Limit {
  let ms = initial;
  return {
    get ms() {
      return ms;
    },
    double() {
      ms = Math.min(2 * ms, MAX_LIMIT);
    },
    reset() {
      ms = initial;
    },
  };
}
