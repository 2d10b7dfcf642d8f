/**
 * Turns pointer samples into the ops of a stroke. Pure. Samples are floats; ops have whole units,
 * so that all arithmetic after this point is exact.
 */
import { MAX_POINTS, MAX_PRESSURE, MAX_STEP, type Op } from "../../ink/op";
import { type Point, toWholeUnits } from "./point";

/** The least distance of two points, in units; the last point may be nearer. */
const SPACING = 8;

/**
 * With each sample the pen moves by this share of the distance to the hand: slowly while they are
 * close, which removes jitter, and almost at once when the hand is quick.
 */
const SLOW = { share: 0.35, lag: 8 };
const FAST = { share: 0.85, lag: 68 };

/**
 * Points are sent in batches of this length, in ms, because the framing of a message is larger than
 * a point.
 */
const BATCH_INTERVAL = 30;

/** A freehand brush. */
export type Pen = {
  tool: "pen" | "eraser";
  /** Diameter in units. */
  size: number;
  /** 0xRRGGBB */
  colour: number;
};

/** The hand's position at a time, in ms. */
export type Sample = Point & {
  at: number;
  /** 0 to 1; absent where the device reports none, or nothing new. */
  pressure?: number;
};

/** A stroke that is being drawn. */
export type Capture = {
  readonly begin: Op;
  /** The hand moved. */
  move(sample: Sample): void;
  /** The hand is about to leave the paper, at this point. */
  leave(from: Point): void;
  /** Returns the ops that are due; call it once a frame. The pen catches up with a hand at rest. */
  drain(at: number): Op[];
  /**
   * The points not sent yet, the way from the pen to the hand, and the predicted points, as x, y in
   * units. They are drawn until the pen gets there or elsewhere, and never sent.
   */
  ahead(predicted: readonly Point[]): number[];
  /** The hand left the paper: returns the rest of the stroke and its end. */
  finish(at: number): Op[];
};

export function startCapture(brush: Pen, start: Sample): Capture {
  const pressed = start.pressure !== undefined && brush.tool === "pen";
  const strength = (s: Sample) => (pressed ? Math.round((s.pressure ?? 0) * MAX_PRESSURE) : 0);

  let hand = start;
  /** The smoothed position, which is drawn; floats. */
  let pen = { x: start.x, y: start.y };
  /** The last emitted point, and the time of the last batch. */
  let last = toWholeUnits(start);
  let lastAt = start.at;
  let moved = false;
  let waiting: (Point & { pressure: number })[] = [];

  function follow(): void {
    const share = shareOf(Math.hypot(hand.x - pen.x, hand.y - pen.y));
    pen = { x: pen.x + (hand.x - pen.x) * share, y: pen.y + (hand.y - pen.y) * share };
    const point = toWholeUnits(pen);
    if (Math.hypot(point.x - last.x, point.y - last.y) >= SPACING) emit(point);
  }

  function emit(point: Point): void {
    last = point;
    waiting.push({ ...point, pressure: strength(hand) });
  }

  function takeOps(at: number): Op[] {
    const out: Op[] = [];
    for (let i = 0; i < waiting.length; i += MAX_POINTS) {
      const some = waiting.slice(i, i + MAX_POINTS);
      const step = Math.min(MAX_STEP, Math.max(0, Math.round(at - lastAt)));
      lastAt = Math.max(at, lastAt);
      out.push({
        kind: "points",
        step,
        points: some.flatMap(({ x, y }) => [x, y]),
        pressure: some[some.length - 1].pressure,
      });
    }
    waiting = [];
    return out;
  }

  return {
    begin: {
      kind: "begin",
      tool: pressed ? "pressure_pen" : brush.tool,
      size: brush.size,
      colour: brush.tool === "eraser" ? 0 : brush.colour,
      ...last,
      pressure: strength(start),
    },
    move(sample) {
      hand = { ...sample, pressure: sample.pressure ?? hand.pressure };
      moved = true;
      follow();
    },
    leave(from) {
      hand = { ...hand, ...from };
    },
    drain(at) {
      if (!moved) follow();
      moved = false;
      // Points of a pressure pen are not batched: pending ink is drawn without pressure, so its
      // width would visibly change.
      return pressed || at - lastAt >= BATCH_INTERVAL ? takeOps(at) : [];
    },
    ahead(predicted) {
      const places = [...waiting, hand, ...predicted].map(toWholeUnits);
      return places.every(({ x, y }) => x === last.x && y === last.y)
        ? []
        : places.flatMap(({ x, y }) => [x, y]);
    },
    finish(at) {
      const point = toWholeUnits(hand);
      if (point.x !== last.x || point.y !== last.y) emit(point);
      return [...takeOps(at), { kind: "end" }];
    },
  };
}

function shareOf(lag: number): number {
  const quickness = Math.min(1, Math.max(0, (lag - SLOW.lag) / (FAST.lag - SLOW.lag)));
  return SLOW.share + (FAST.share - SLOW.share) * quickness;
}
