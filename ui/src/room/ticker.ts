/** The seconds that a clock on the page shows. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { secondsOf, untilNextSecond } from "./countdown";

/** A phase's time: so many ms were left at a local time, and they run down or stand still. */
export type Countdown = { left: number; at: number; runs: boolean };

export type Ticker = {
  /** What runs down, or null. Another object whenever it is set anew. */
  readonly countdown: ReadonlySignal<Countdown | null>;
  /** The number of the clock, or null. */
  readonly seconds: ReadonlySignal<number | null>;
  /** Nothing is left. */
  readonly up: ReadonlySignal<boolean>;
  /** ms that are left, and whether they run down; null for no end. */
  set(left: number | null, runs: boolean): void;
  /** Stands still where it is. */
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
    // Timers may come a moment early: never less than a ms.
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
