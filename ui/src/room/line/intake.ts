/**
 * What the line brings for the picture, in its order: folded at once as long as that is little, and
 * in slices when it is a whole game, so that the page stays awake meanwhile.
 */

import type { Kept } from "../canvas/picture";
import type { Entry } from "./entry";

/** A slice is about so long, in ms: short enough for a slow phone to answer to a hand between two. */
const SLICE = 8;

/** What is done with each thing that comes. */
export type Folding = {
  /** Live: it happens now; else it is the past. */
  fold(entry: Entry, live: boolean): void;
  /** All that the welcome promised is folded; kept are own ops that it does not hold. */
  caughtUp(kept: readonly Kept[]): void;
  refused(n: number): void;
  /** The end of a slice. */
  rest(): void;
};

type Item =
  | { kind: "entry"; entry: Entry; live: boolean }
  | { kind: "caughtUp"; kept: readonly Kept[] }
  | { kind: "refused"; n: number };

export type Intake = {
  /** Whether all that came is folded. */
  readonly done: boolean;
  entries(entries: readonly Entry[], live: boolean): void;
  caughtUp(kept: readonly Kept[]): void;
  refused(n: number): void;
  /** Forgets what waits: the stream starts over. */
  clear(): void;
  /** Folds nothing of what comes until `goOn`. */
  hold(): void;
  goOn(): void;
};

/** What an intake is made of; tests bring their own. */
export type Means = {
  /** A clock in ms. */
  now?: () => number;
  /** Calls back in a task of its own. */
  later?: (work: () => void) => void;
};

export function createIntake(folding: Folding, means: Means = {}): Intake {
  const { now = () => performance.now(), later = createLater() } = means;
  let waiting: Item[] = [];
  /** The first of them that has not been folded. */
  let next = 0;
  let due = false;
  let held = false;

  function push(items: readonly Item[]): void {
    for (const item of items) waiting.push(item);
    if (!due) run();
  }

  function run(): void {
    if (held) return;
    const until = now() + SLICE;
    while (next < waiting.length) {
      fold(waiting[next++]);
      if (now() >= until) break;
    }
    if (next === waiting.length) {
      waiting = [];
      next = 0;
    } else if (!due) {
      due = true;
      later(() => {
        due = false;
        run();
      });
    }
    folding.rest();
  }

  function fold(item: Item): void {
    switch (item.kind) {
      case "entry":
        folding.fold(item.entry, item.live);
        break;
      case "caughtUp":
        folding.caughtUp(item.kept);
        break;
      case "refused":
        folding.refused(item.n);
        break;
    }
  }

  return {
    get done() {
      return next === waiting.length;
    },
    entries: (entries, live) => push(entries.map((entry) => ({ kind: "entry", entry, live }))),
    caughtUp: (kept) => push([{ kind: "caughtUp", kept }]),
    refused: (n) => push([{ kind: "refused", n }]),
    clear() {
      waiting = [];
      next = 0;
    },
    hold() {
      held = true;
    },
    goOn() {
      held = false;
      if (!due && next < waiting.length) run();
    },
  };
}

/** A timer would make each slice wait, and in a tab out of sight for a second. */
function createLater(): (work: () => void) => void {
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
