/** The picture on one page: the stream's ink and one's own, which is there before the stream has it. */
import {
  type Canvas,
  createCanvas,
  RASTER_HEIGHT,
  RASTER_WIDTH,
  type Seat,
} from "../../ink/canvas";
import type { Id, Op } from "../../ink/op";

/** An own op. */
export type Kept = { n: number; op: Op };

export type Picture = {
  /** What to show. Another one after a new start. */
  readonly canvas: Canvas;
  /** Whether the first picture has come: nothing stands in for it from then on. */
  readonly settled: boolean;
  /** Sets the paper, 0xRRGGBB, as long as there is no ink on it. */
  paper(colour: number): void;

  /** The stream starts over: the picture grows anew, out of sight. */
  blank(paper: number): void;
  /** Shows pixels of the whole raster until the first picture has grown; what is made meanwhile lies over them. */
  standIn(pixels: Uint32Array<ArrayBuffer>): void;
  /** Folds an op of the stream; `own` if it is by this page's pen. */
  apply(seat: Seat, op: Op, id: Id, own: boolean): void;
  /** The room ended the seat's stroke. */
  lift(seat: Seat): void;
  /** The stream is here as far as it went when this page had kept some own ops. A picture that grew out of sight is shown, own ops on it. */
  caughtUp(kept: readonly Kept[]): void;
  /** The room would not take own op n. */
  refused(n: number): void;

  /** Does ahead, a little, what whoever looks at it next would have to wait for. */
  rest(): void;

  /** Shows an op that has no n yet: its n will be the next of the pen. */
  sketch(op: Op): void;
  /** Shows the stroke in hand going on along these points, x, y in units, until its next op or guess. */
  guess(points: readonly number[]): void;
  /** Gives what was sketched since, to be numbered in this order. */
  commit(): Op[];
  /** Takes back what was sketched since, as if it had never been. */
  discard(): void;
};

/** Tiles of the picture to look at for its hash ahead of it. */
const FEW_TILES = 8;

/** `last` tells the n of the pen's newest op, `seat` whose it is. */
export function createPicture(paper: number, last: () => number, seat: () => Seat): Picture {
  const sheet = (colour: number) => createCanvas(RASTER_WIDTH, RASTER_HEIGHT, colour);

  let canvas = sheet(paper);
  let colour = paper;
  let next: Canvas | undefined;
  let inked = false;
  /** No picture has come yet. */
  let first = true;
  let sketched: Op[] = [];
  /** Own ops that were made while the next picture grew. */
  let meanwhile: Kept[] = [];

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
      canvas = sheet(to);
    },
    blank(to) {
      colour = to;
      next = sheet(to);
      meanwhile = [];
      inked = false;
    },
    standIn(pixels) {
      if (!first) return;
      inked = true;
      canvas.standIn(pixels);
    },
    apply(by, op, id, own) {
      inked = true;
      (next ?? canvas).apply(by, op, id, own);
    },
    lift(of) {
      (next ?? canvas).lift(of);
    },
    caughtUp(kept) {
      if (!next) return;
      canvas = next;
      next = undefined;
      first = false;
      for (const { n, op } of [...kept, ...meanwhile]) canvas.drawOwn(seat(), n, op);
      sketched.forEach((op, i) => {
        canvas.drawOwn(seat(), last() + 1 + i, op);
      });
    },
    refused(n) {
      canvas.dropOwn(n);
    },
    rest() {
      // Of blank paper nobody asks.
      if (!next && inked) canvas.lookAhead(FEW_TILES);
    },
    sketch(op) {
      inked = true;
      sketched.push(op);
      canvas.drawOwn(seat(), last() + sketched.length, op);
    },
    guess: (points) => canvas.guess(points),
    commit() {
      const ops = sketched;
      if (next) meanwhile.push(...ops.map((op, i) => ({ n: last() + 1 + i, op })));
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
