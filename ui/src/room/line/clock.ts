/** The page's estimate of the server's clock. */

export interface ServerClock {
  /** Adjusts the estimate to a timestamp that the server has just sent, in unix ms. */
  sync(serverNow: number): void;
  /** The server's time now, in unix ms. */
  now(): number;
  /** Forgets all timestamps: a new socket may lead to another node. */
  reset(): void;
}

/**
 * A timestamp is always late by its travel time, never early. So the timestamp that puts the server
 * furthest ahead is the most accurate. `local` is a monotonic clock, in ms.
 */
export function createServerClock(local: () => number = () => performance.now()): ServerClock {
  let ahead: number | undefined;
  return {
    sync(serverNow) {
      const seen = serverNow - local();
      ahead = ahead === undefined ? seen : Math.max(ahead, seen);
    },
    now: () => (ahead === undefined ? Date.now() : local() + ahead),
    reset() {
      ahead = undefined;
    },
  };
}
