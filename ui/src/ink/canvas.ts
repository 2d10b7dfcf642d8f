/**
 * The fold of ops into a picture, and the layers a page shows above it.
 *
 * What the page sees, from below: the settled raster; each seat's stroke that
 * is open in the server's stream; the page's own strokes that the stream does
 * not hold as a whole yet, in the order they were drawn. A stroke settles when its end comes
 * in the stream, so all pages settle the same strokes in the same order.
 *
 * The page's own ink goes in twice and is shown once:
 *
 *   canvas.drawOwn(7, op)    at once, as the hand makes it, numbered as it is sent: n of the page's pen
 *   canvas.apply(1, op, 7)   when the stream brings that same op; the third argument says it is the page's own
 *   canvas.dropOwn(7)        when the server refused it instead; the rest of that stroke goes with it
 *
 * An op of the page's own seat by an older pen comes as `apply(1, op)`, as the partner's do.
 *
 * After a reconnect with a stream that goes on, nothing is to be done. When the
 * stream starts again from blank: make a new canvas, apply the stream to it as
 * far as the welcome said, then `drawOwn` all ops the page still keeps (those
 * that the stream held are skipped, a stroke half in the stream goes on), and show it in place of
 * the old one. With a new pen, call `resetOwn` first.
 *
 * Once a frame: `for (const rect of canvas.takeDirty()) { canvas.compose(rect, display); putImageData(…rect) }`.
 */
import type { Op } from "./op";
import type { Rect } from "./rect";

export type { Rect } from "./rect";

/** The committed raster of a game, in pixels. 1 px = 2 units, in smaller rasters as well: they are crops. */
export const RASTER_WIDTH = 2048;
export const RASTER_HEIGHT = 1536;

export type Seat = 1 | 2;

export type Canvas = {
  readonly width: number;
  readonly height: number;
  /** The settled raster, row by row, a pixel 0xFFBBGGRR: as ImageData on little-endian machines. Read only. */
  readonly pixels: Uint32Array<ArrayBuffer>;

  /**
   * Folds the stream's next op. `own` is the op's n if it is by the pen of this page, else 0.
   */
  apply(seat: Seat, op: Op, own?: number): void;
  /** The room ended the seat's open stroke, if there is one: it settles as far as the stream has it. */
  lift(seat: Seat): void;

  /** Shows an op of the page's own at once. Ignored if the stream had it already. */
  drawOwn(n: number, op: Op): void;
  /** Takes an own op back that the server refused, and with it the rest of its stroke. */
  dropOwn(n: number): void;
  /** Takes back all own ops that the stream has not brought: what is drawn next is by a new pen. */
  resetOwn(): void;

  /** What changed on the screen since the last call, as few rectangles. The first call names all. */
  takeDirty(): Rect[];
  /** Writes what is to be seen in a rectangle into a buffer of the canvas' size, pixels as in `pixels`. */
  compose(rect: Rect, display: Uint32Array): void;

  /** Of the settled raster, 16 hex digits: equal on both pages and the server when all have folded the same entries. */
  hash(): string;
};

/** A blank canvas. Width and height in pixels, paper 0xRRGGBB. */
export declare function createCanvas(width: number, height: number, paper: number): Canvas;
