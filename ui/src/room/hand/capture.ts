/**
 * From what a hand does to the ops of a stroke. Pure: samples in, ops out. Floats are welcome
 * here; what leaves is whole units, and from there on all arithmetic is exact.
 */
import { MAX_POINTS, MAX_PRESSURE, MAX_STEP, type Op } from "../../ink/op";
import { type Place, whole } from "./place";

/** Points lie at least this far apart, in units; the last one may be nearer. */
const SPACING = 8;

/**
 * The pen follows the hand by this share of the way between them a sample: slowly where they
 * are near, which takes the tremble out, and nearly at once where the hand is quick.
 */
const CALM = { share: 0.35, lag: 8 };
const QUICK = { share: 0.85, lag: 68 };

/** Points wait so long for others to go out with, in ms: what goes around them is most of what is sent. */
const BATCH = 30;

/** What draws a stroke as the hand goes. */
export type Pen = {
  tool: "pen" | "eraser";
  /** Diameter in units. */
  size: number;
  /** 0xRRGGBB */
  colour: number;
};

/** Where the hand is, at a time in ms. */
export type Sample = Place & {
  at: number;
  /** 0 to 1; absent where the device knows none, or says nothing new. */
  pressure?: number;
};

/** A stroke under the hand. */
export type Capture = {
  readonly begin: Op;
  /** The hand moved. */
  move(sample: Sample): void;
  /** The hand is about to leave the paper, from here. */
  leave(from: Place): void;
  /** The ops that are due, of all that waits; once a frame. A hand at rest is caught up with. */
  drain(at: number): Op[];
  /**
   * What waits, what lies between the pen and the hand, and where that will be soon, as x, y in units: to be
   * shown until the pen comes there or elsewhere, never to be sent.
   */
  ahead(soon: readonly Place[]): number[];
  /** The hand left the paper where it was last: the rest of the stroke and its end. */
  finish(at: number): Op[];
};

export function startCapture(brush: Pen, start: Sample): Capture {
  const pressed = start.pressure !== undefined && brush.tool === "pen";
  const strength = (s: Sample) => (pressed ? Math.round((s.pressure ?? 0) * MAX_PRESSURE) : 0);

  let hand = start;
  /** The smoothed pen, which is drawn; floats. */
  let pen = { x: start.x, y: start.y };
  /** The last point that left, and when. */
  let last = whole(start);
  let lastAt = start.at;
  let moved = false;
  let waiting: (Place & { pressure: number })[] = [];

  function follow(): void {
    const share = shareOf(Math.hypot(hand.x - pen.x, hand.y - pen.y));
    pen = { x: pen.x + (hand.x - pen.x) * share, y: pen.y + (hand.y - pen.y) * share };
    const point = whole(pen);
    if (Math.hypot(point.x - last.x, point.y - last.y) >= SPACING) emit(point);
  }

  function emit(point: Place): void {
    last = point;
    waiting.push({ ...point, pressure: strength(hand) });
  }

  function ops(at: number): Op[] {
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
      // What waits is shown without its pressure, which would be seen to change as it goes out.
      return pressed || at - lastAt >= BATCH ? ops(at) : [];
    },
    ahead(soon) {
      const places = [...waiting, hand, ...soon].map(whole);
      return places.every(({ x, y }) => x === last.x && y === last.y)
        ? []
        : places.flatMap(({ x, y }) => [x, y]);
    },
    finish(at) {
      const point = whole(hand);
      if (point.x !== last.x || point.y !== last.y) emit(point);
      return [...ops(at), { kind: "end" }];
    },
  };
}

function shareOf(lag: number): number {
  const quickness = Math.min(1, Math.max(0, (lag - CALM.lag) / (QUICK.lag - CALM.lag)));
  return CALM.share + (QUICK.share - CALM.share) * quickness;
}
