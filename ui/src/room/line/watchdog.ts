/** A timer for messages that should have come by now. */

import { BEAT } from "./patience";

/**
 * A timer that fires this late, in ms, shows that the page was asleep, busy or in the background;
 * then the messages that wait for it are read first.
 */
const LATE_TIMER = 500;

export type Watchdog = {
  /** Whether it has expired since it was last started or stopped. */
  readonly expired: boolean;
  /** Whether it is neither running nor expired. */
  readonly idle: boolean;
  /** Expires after this many ms unless it is started again or stopped. */
  start(ms: number): void;
  /** Expires now. */
  expire(): void;
  stop(): void;
};

/** `now` is a local clock in ms. */
export function createWatchdog(onExpired: () => void, now: () => number): Watchdog {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let expired = false;

  function start(ms: number, late = false): void {
    stop();
    const due = now() + ms;
    timer = setTimeout(() => {
      if (now() - due > LATE_TIMER && !late) start(BEAT, true);
      else expire();
    }, ms);
  }

  function expire(): void {
    stop();
    expired = true;
    onExpired();
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    expired = false;
  }

  return {
    get expired() {
      return expired;
    },
    get idle() {
      return timer === undefined && !expired;
    },
    start,
    expire,
    stop,
  };
}
