/** The server's clock, as far as a page can know it. */

export interface ServerClock {
  /** Takes a time that the server just stamped, in unix ms. */
  hear(serverNow: number): void;
  /** The server's time now, in unix ms. */
  now(): number;
  /** Forgets what was heard: a new socket may be another node. */
  reset(): void;
}

/**
 * A stamp is late by its way here, never early, so of all the stamps heard the
 * one that puts the server furthest ahead is the truest. `local` is a clock
 * that nobody sets, in ms.
 */
export function createServerClock(local: () => number = () => performance.now()): ServerClock {
  let ahead: number | undefined;
  return {
    hear(serverNow) {
      const seen = serverNow - local();
      ahead = ahead === undefined ? seen : Math.max(ahead, seen);
    },
    now: () => (ahead === undefined ? Date.now() : local() + ahead),
    reset() {
      ahead = undefined;
    },
  };
}
