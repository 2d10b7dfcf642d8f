/** The seconds that the page's clock shows. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { secondsOf, untilNextSecond } from "./countdown";

/**
 * The time of a phase: `left` ms remained at the local time `at`, and they run down or are paused.
 */
export type Countdown = { left: number; at: number; runs: boolean };

export type Ticker = {
  /** The countdown, or null. It is a new object whenever it is set. */
  readonly countdown: ReadonlySignal<Countdown | null>;
  /** The number that the clock shows, or null. */
  readonly seconds: ReadonlySignal<number | null>;
  /** Whether no time is left. */
  readonly up: ReadonlySignal<boolean>;
  /** Sets the remaining ms and whether they run down; null for a phase without an end. */
  set(left: number | null, runs: boolean): void;
  /** Stops the countdown where it is. */
  pause(): void;
};

export function createTicker(local: () => number = () => performance.now()): Ticker {
  const countdown = signal<Countdown | null>(null);
  const seconds = signal<number | null>(null);
  const up = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function leftNow({ left, at, runs }: Countdown): number {
    return runs ? Math.max(0, left - (local() - at)) : left;
  }

  function tick(): void {
    const c = countdown.value;
    if (!c) return;
    const left = leftNow(c);
    seconds.value = secondsOf(left);
    up.value = left === 0;
    // Timers may fire slightly early, so wait at least 1 ms.
    if (c.runs && left > 0) timer = setTimeout(tick, Math.max(1, untilNextSecond(left)));
  }

  function set(left: number | null, runs: boolean): void {
    clearTimeout(timer);
    countdown.value = left === null ? null : { left, at: local(), runs };
    if (left === null) {
      seconds.value = null;
      up.value = false;
    }
    tick();
  }

  return {
    countdown,
    seconds,
    up,
    set,
    pause() {
      const c = countdown.value;
      if (c?.runs) set(leftNow(c), false);
    },
  };
}
