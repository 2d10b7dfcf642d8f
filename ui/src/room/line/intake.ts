/**
 * Passes what the line receives to the picture, in order: at once while it is little, and in slices
 * when it is a whole game, so that the page stays responsive.
 */

import type { OwnOp } from "../canvas/picture";
import type { Entry } from "./entry";

/**
 * The length of a slice, in ms: short enough for a slow phone to respond to the player between two
 * slices.
 */
const SLICE = 8;

/** Callbacks for incoming items, in stream order. */
export type IntakeEvents = {
  /** `live`: the entry happens now; otherwise it is part of the catch-up. */
  fold(entry: Entry, live: boolean): void;
  /** The catch-up is folded; `pending` are the own ops that it did not contain. */
  caughtUp(pending: readonly OwnOp[]): void;
  refused(n: number): void;
  /** A slice has ended. */
  sliceDone(): void;
};

type Item =
  | { kind: "entry"; entry: Entry; live: boolean }
  | { kind: "caughtUp"; pending: readonly OwnOp[] }
  | { kind: "refused"; n: number };

export type Intake = {
  /** Whether every item is folded. */
  readonly done: boolean;
  entries(entries: readonly Entry[], live: boolean): void;
  caughtUp(pending: readonly OwnOp[]): void;
  refused(n: number): void;
  /** Drops the queued items: the stream starts over. */
  clear(): void;
  /** Queues items without folding them, until `resume`. */
  pause(): void;
  resume(): void;
};

/** Dependencies of an intake; tests pass their own. */
export type IntakeDeps = {
  /** A clock in ms. */
  now?: () => number;
  /** Runs work in a new task. */
  runLater?: (work: () => void) => void;
};

export function createIntake(events: IntakeEvents, deps: IntakeDeps = {}): Intake {
  const { now = () => performance.now(), runLater = createTaskRunner() } = deps;
  let queue: Item[] = [];
  /** The first queued item that is not folded. */
  let next = 0;
  let scheduled = false;
  let paused = false;

  function push(items: readonly Item[]): void {
    for (const item of items) queue.push(item);
    if (!scheduled) run();
  }

  function run(): void {
    if (paused) return;
    const until = now() + SLICE;
    while (next < queue.length) {
      fold(queue[next++]);
      if (now() >= until) break;
    }
    if (next === queue.length) {
      queue = [];
      next = 0;
    } else if (!scheduled) {
      scheduled = true;
      runLater(() => {
        scheduled = false;
        run();
      });
    }
    events.sliceDone();
  }

  function fold(item: Item): void {
    switch (item.kind) {
      case "entry":
        events.fold(item.entry, item.live);
        break;
      case "caughtUp":
        events.caughtUp(item.pending);
        break;
      case "refused":
        events.refused(item.n);
        break;
    }
  }

  return {
    get done() {
      return next === queue.length;
    },
    entries: (entries, live) => push(entries.map((entry) => ({ kind: "entry", entry, live }))),
    caughtUp: (pending) => push([{ kind: "caughtUp", pending }]),
    refused: (n) => push([{ kind: "refused", n }]),
    clear() {
      queue = [];
      next = 0;
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      if (!scheduled && next < queue.length) run();
    },
  };
}

/** Uses messages, as timers would delay each slice, and by a second in a background tab. */
function createTaskRunner(): (work: () => void) => void {
  let work = (): void => {};
  let channel: MessageChannel | undefined;
  return (next) => {
    work = next;
    if (!channel) {
      channel = new MessageChannel();
      channel.port1.onmessage = () => work();
    }
    channel.port2.postMessage(null);
  };
}
