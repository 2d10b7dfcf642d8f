/**
 * The picture that a page shows: the stream's ink, and the page's own ops, which are drawn before
 * the stream brings them.
 */
import {
  type Canvas,
  createCanvas,
  RASTER_HEIGHT,
  RASTER_WIDTH,
  type Seat,
} from "../../ink/canvas";
import type { Id, Op } from "../../ink/op";

/** An op of this page's pen, and its number. */
export type OwnOp = { n: number; op: Op };

export type Picture = {
  /** The canvas to paint. It is another one after the stream has started over. */
  readonly canvas: Canvas;
  /** Whether the first picture is complete; a stand-in is ignored from then on. */
  readonly settled: boolean;
  /** Sets the paper's colour, 0xRRGGBB, unless there is ink on it. */
  paper(colour: number): void;

  /** The stream starts over: a new canvas is built in the background. */
  blank(paper: number): void;
  /**
   * Shows the pixels of the whole raster until the first picture is complete; ink drawn meanwhile
   * lies over them.
   */
  standIn(pixels: Uint32Array<ArrayBuffer>): void;
  /** Folds an op of the stream; `own`: it is by this page's pen. */
  apply(seat: Seat, op: Op, id: Id, own: boolean): void;
  /** The room ended the seat's stroke. */
  endStroke(seat: Seat): void;
  /**
   * The stream has caught up. A canvas built in the background is shown, with the pending own ops
   * on it.
   */
  caughtUp(pending: readonly OwnOp[]): void;
  /** The room refused own op n. */
  refused(n: number): void;

  /** Hashes a few tiles in advance, so that the next hash is cheap. */
  hashAhead(): void;

  /** Draws an op that has no number yet: it will be the pen's next. */
  sketch(op: Op): void;
  /**
   * Shows the current stroke going on along these points, x, y in units, until its next op or
   * guess.
   */
  guess(points: readonly number[]): void;
  /** Returns the sketched ops, to be numbered in this order. */
  commit(): Op[];
  /** Removes the sketched ops, as if they had never been. */
  discard(): void;
};

/** The number of tiles hashed in advance at a time. */
const TILES_AHEAD = 8;

/** `last` returns the n of the pen's newest op, `seat` the player's seat. */
export function createPicture(paper: number, last: () => number, seat: () => Seat): Picture {
  const blankCanvas = (colour: number) => createCanvas(RASTER_WIDTH, RASTER_HEIGHT, colour);

  let canvas = blankCanvas(paper);
  let colour = paper;
  let nextCanvas: Canvas | undefined;
  let inked = false;
  /** No picture is complete yet. */
  let first = true;
  let sketched: Op[] = [];
  /** Own ops committed while the next canvas was built. */
  let committedMeanwhile: OwnOp[] = [];

  return {
    get canvas() {
      return canvas;
    },
    get settled() {
      return !first;
    },
    paper(to) {
      if (to === colour || inked) return;
      colour = to;
      canvas = blankCanvas(to);
    },
    blank(to) {
      colour = to;
      nextCanvas = blankCanvas(to);
      committedMeanwhile = [];
      inked = false;
    },
    standIn(pixels) {
      if (!first) return;
      inked = true;
      canvas.standIn(pixels);
    },
    apply(by, op, id, own) {
      inked = true;
      (nextCanvas ?? canvas).apply(by, op, id, own);
    },
    endStroke(of) {
      (nextCanvas ?? canvas).lift(of);
    },
    caughtUp(pending) {
      if (!nextCanvas) return;
      canvas = nextCanvas;
      nextCanvas = undefined;
      first = false;
      for (const { n, op } of [...pending, ...committedMeanwhile]) canvas.drawOwn(seat(), n, op);
      sketched.forEach((op, i) => {
        canvas.drawOwn(seat(), last() + 1 + i, op);
      });
    },
    refused(n) {
      canvas.dropOwn(n);
    },
    hashAhead() {
      // Nobody asks for the hash of blank paper.
      if (!nextCanvas && inked) canvas.hashAhead(TILES_AHEAD);
    },
    sketch(op) {
      inked = true;
      sketched.push(op);
      canvas.drawOwn(seat(), last() + sketched.length, op);
    },
    guess: (points) => canvas.guess(points),
    commit() {
      const ops = sketched;
      if (nextCanvas) committedMeanwhile.push(...ops.map((op, i) => ({ n: last() + 1 + i, op })));
      sketched = [];
      return ops;
    },
    discard() {
      sketched.forEach((op, i) => {
        if (op.kind === "begin") canvas.dropOwn(last() + 1 + i);
      });
      sketched = [];
    },
  };
}
