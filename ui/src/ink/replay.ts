/**
 * Replays the ink of a finished game, at any time and from there on.
 *
 * An entry of the stream has the time at which its op arrived; the points of an op are spread over
 * its step up to that time, so that lines grow as they were drawn. Going forward draws only what is
 * new. Going back starts from the nearest keyframe: the settled state at that time, saved along the
 * way.
 */
import {
  type Canvas,
  createCanvas,
  type Mark,
  RASTER_HEIGHT,
  RASTER_WIDTH,
  type Saved,
  type Seat,
} from "./canvas";
import type { Id, Op } from "./op";

/**
 * The entries that a replay needs, in stream order. `at` is the game clock in ms and never
 * decreases.
 */
export type ReplayEntry =
  | { kind: "op"; at: number; seat: Seat; pen: number; n: number; op: Op }
  | { kind: "lifted"; at: number; seat: Seat };

export type Replay = {
  /**
   * The picture at the last sought time, to be painted by takeDirty and compose. It is always the
   * same object.
   */
  readonly canvas: Canvas;
  /** Goes to a time of the game clock, in ms: everything drawn up to it is on the canvas. */
  seek(ms: number): void;
};

export type ReplayOptions = {
  /** In pixels; a smaller size shows the top left corner. */
  width?: number;
  height?: number;
  /** Steps between keyframes. */
  stride?: number;
};

/** All steps of a game. Long games can be added in parts. */
export type Score = {
  /** Adds the next entries of the stream. */
  add(entries: readonly ReplayEntry[]): void;
  /** Ordered by time. Strokes end in the order of the stream. */
  steps(): readonly Step[];
};

/** A step at a time; a points op is split into single points. */
type Step = { at: number; seat: Seat; op: Op | "lift"; id: Id };

/** The picture before step `next`. */
type Keyframe = { next: number; settled: Saved; opened: Opened };

/** For each seat, the step that began its open stroke, or -1. */
type Opened = [number, number];

/** A lift is not an op of a pen. */
const NO_ID: Id = { pen: 0, n: 0 };

/** Redrawing this many steps takes about 10 ms; a keyframe takes megabytes. */
const STRIDE = 6000;

/**
 * A keyframe this many steps ahead is used instead of playing up to it, as restoring one redraws
 * the whole raster.
 */
const FAR_STEPS = 500;

/** Creates a replay of a game on paper 0xRRGGBB. It starts before the first entry. */
export function createReplay(
  score: Score,
  paper: number,
  { width = RASTER_WIDTH, height = RASTER_HEIGHT, stride = STRIDE }: ReplayOptions = {},
): Replay {
  const steps = score.steps();
  const ends = endsOf(steps);
  const canvas = createCanvas(width, height, paper);
  /** The first step that is not drawn. */
  let next = 0;
  let opened: Opened = [-1, -1];
  /** Whether the open stroke of each seat is drawn, and not skipped. */
  let isDrawn = [false, false];
  /** In order, each at a multiple of stride. */
  const keyframes: Keyframe[] = [];
  /**
   * Marks that were drawn before, by the step that began them: they are reused, but for clears.
   */
  const made = new Map<number, Mark>();

  /** Draws a step on the way to step `to`. */
  function draw(index: number, to: number): void {
    const { seat, op, id } = steps[index];
    const begun = opened[seat - 1];
    const kind = op === "lift" ? "end" : op.kind;
    const continues = kind === "points" || kind === "end";
    const ofStroke = kind === "begin" || continues;
    const known = made.get(continues ? begun : index);
    // A known stroke that is complete by then need not be drawn.
    const passes = known !== undefined && (!ofStroke || ends[continues ? begun : index] < to);
    if (kind === "begin") opened[seat - 1] = index;
    if (kind === "end") opened[seat - 1] = -1;
    if (passes && !isDrawn[seat - 1]) {
      if (kind === "end" || !ofStroke) canvas.settleAgain(known);
      return;
    }
    const count = canvas.marks.length;
    if (op === "lift") canvas.lift(seat);
    else canvas.apply(seat, op, id);
    isDrawn[seat - 1] = opened[seat - 1] >= 0;
    const mark = canvas.marks.length > count ? canvas.marks[count] : undefined;
    if (mark && mark.kind !== "clear") made.set(ofStroke ? begun : index, mark);
  }

  function forward(to: number): void {
    while (next < to) {
      if (next === (keyframes.length + 1) * stride) {
        keyframes.push({ next, settled: canvas.save(), opened: [...opened] });
      }
      draw(next++, to);
    }
  }

  const keyframeBefore = (to: number): Keyframe | undefined =>
    keyframes.findLast((frame) => frame.next <= to);

  /** Goes to step `to` from the last keyframe before it. */
  function jump(to: number): void {
    const from = keyframeBefore(to);
    canvas.restart(from?.settled);
    opened = [-1, -1];
    isDrawn = [false, false];
    next = from?.next ?? 0;
    if (from) {
      // Strokes that were open at the keyframe are drawn from their begin.
      const begun = from.opened.filter((index) => index >= 0);
      for (let i = Math.min(next, ...begun); i < next; i++) {
        const begin = from.opened[steps[i].seat - 1];
        if (begin >= 0 && i >= begin) draw(i, to);
      }
    }
    forward(to);
  }

  return {
    canvas,
    seek(ms) {
      const to = countUntil(steps, ms);
      const near = (keyframeBefore(to)?.next ?? 0) < next + FAR_STEPS;
      if (to >= next && near) forward(to);
      else jump(to);
    },
  };
}

/**
 * For each step that begins a stroke, the step that ends it; none if the recording stops before.
 */
function endsOf(steps: readonly Step[]): number[] {
  const ends: number[] = [];
  const open: Opened = [-1, -1];
  steps.forEach(({ seat, op }, i) => {
    if (op !== "lift" && op.kind === "begin") open[seat - 1] = i;
    if ((op === "lift" || op.kind === "end") && open[seat - 1] >= 0) {
      ends[open[seat - 1]] = i;
      open[seat - 1] = -1;
    }
  });
  return ends;
}

export function createScore(): Score {
  const steps: Step[] = [];
  // For each seat: the time of its last op, and its pressure then.
  const last = [0, 0];
  const pressure = [0, 0];

  function add(entry: ReplayEntry): void {
    const { at, seat } = entry;
    const i = seat - 1;
    if (entry.kind === "lifted") {
      steps.push({ at, seat, op: "lift", id: NO_ID });
    } else if (entry.op.kind !== "points") {
      steps.push({ at, seat, op: entry.op, id: entry });
      if (entry.op.kind === "begin") pressure[i] = entry.op.pressure;
    } else {
      const { step, points } = entry.op;
      const count = points.length / 2;
      // Ops that waited for a connection arrive together: none begins before the previous one.
      const from = Math.max(at - step, last[i]);
      const before = pressure[i];
      for (let j = 1; j <= count; j++) {
        pressure[i] = Math.floor((before * (count - j) + entry.op.pressure * j) / count);
        const point = points.slice(2 * j - 2, 2 * j);
        const op: Op = { kind: "points", step: 0, points: point, pressure: pressure[i] };
        steps.push({ at: from + ((at - from) * j) / count, seat, op, id: entry });
      }
    }
    last[i] = at;
  }

  return {
    add(entries) {
      for (const entry of entries) add(entry);
    },
    steps: () => steps.sort((a, b) => a.at - b.at),
  };
}

/** The score of complete entries. */
export function scoreOf(entries: readonly ReplayEntry[]): Score {
  const score = createScore();
  score.add(entries);
  return score;
}

/** The number of steps up to a time. */
function countUntil(steps: readonly Step[], ms: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle].at <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
