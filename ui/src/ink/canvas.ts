/**
 * The fold of ops into a picture, and the layers a page shows above it.
 *
 * What the page sees, from below: the settled raster; each seat's stroke that
 * is open in the server's stream; the page's own strokes that the stream does
 * not hold as a whole yet, in the order they were drawn. A stroke settles when
 * its end comes in the stream, so all pages settle the same strokes in the same
 * order, and nothing changes on the screen but what lies above what.
 *
 * The page's own ink comes twice and is drawn once:
 *
 *   canvas.drawOwn(7, op)     at once, as the hand makes it; 7 is its n, by the page's pen
 *   canvas.apply(1, op, 7)    when the stream brings that op
 *   canvas.dropOwn(7)         when the server refused it instead; the rest of its stroke goes, too
 *
 * An op of the page's own seat by another pen comes as apply(1, op), as the
 * partner's do: it is the ink of this player from before.
 *
 * After a reconnect whose stream goes on nothing is to be done. When the stream
 * starts from blank: make a new canvas, apply the stream as far as the welcome
 * said, then drawOwn all ops that the page still keeps, and show it in place of
 * the old one. What the stream held is passed over, and a stroke that is half
 * in the stream goes on. With a new pen on the same canvas call resetOwn first.
 *
 * Once a frame:
 *
 *   for (const r of canvas.takeDirty()) {
 *     canvas.compose(r, display); // display: a Uint32Array over an ImageData's buffer
 *     context.putImageData(image, 0, 0, r.x, r.y, r.width, r.height);
 *   }
 */
import { blendMasks, toPixel } from "./blend";
import { hashPixels } from "./hash";
import type { Begin, Op } from "./op";
import { addBounds, type Bounds, overlap, type Rect, toRect } from "./rect";
import {
  createStroke,
  extendStroke,
  finishStroke,
  refreshTail,
  releaseStroke,
  type Stroke,
  strokeBounds,
  takeFresh,
} from "./stroke";

export type { Rect } from "./rect";

/** The committed raster of a game, in pixels. 1 px = 2 units, always: a smaller canvas shows the top left corner. */
export const RASTER_WIDTH = 2048;
export const RASTER_HEIGHT = 1536;

export type Seat = 1 | 2;

export type Canvas = {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** The settled raster in row order; a pixel is 0xFFBBGGRR, as in ImageData on little-endian machines. Read only. */
  readonly pixels: Uint32Array<ArrayBuffer>;

  /** Folds in the stream's next op, decoded and checked. `own` is its n if it is by this page's pen, else 0. */
  apply(seat: Seat, op: Op, own?: number): void;
  /** The room ended the seat's open stroke, if there is one: what the stream has of it settles. */
  lift(seat: Seat): void;

  /** Shows op n of the page's own at once. Nothing happens if it is there already. */
  drawOwn(n: number, op: Op): void;
  /** Takes own op n back, and what follows in its stroke: the server refused it, or the page gave it up before it was sent. */
  dropOwn(n: number): void;
  /** Takes all own ops back that the stream has not brought. Those drawn from now on are by a new pen. */
  resetOwn(): void;

  /** What changed on the screen since the last call; the first names everything. A few rectangles that don't overlap. */
  takeDirty(): Rect[];
  /** Writes what is to be seen in a rectangle into a buffer of the canvas' size, pixels as in `pixels`. */
  compose(rect: Rect, display: Uint32Array): void;

  /** Of the settled raster, 16 hex digits: those of the server when both have folded the same entries. */
  hash(): string;
  /** Forgets everything: blank paper, or what `paint` writes as the settled raster. */
  restart(paint?: (pixels: Uint32Array) => void): void;
};

/** A stroke that has not settled. */
type Live = {
  stroke: Stroke;
  /** Its ink. */
  readonly pixel: number;
  /** The ops drawn that are by this page's pen, with their n. Empty for the ink of others. */
  readonly ops: { readonly n: number; readonly op: Op }[];
  /** How many of these the stream has brought. */
  streamed: number;
  /** The page's pen may still draw on. */
  mine: boolean;
};

/** A blank canvas. Width and height in pixels, paper 0xRRGGBB. */
export function createCanvas(width: number, height: number, paper: number): Canvas {
  const paperPixel = toPixel(paper);
  const pixels = new Uint32Array(width * height).fill(paperPixel);

  /** The stroke of each seat that the stream has begun and not ended. */
  const open: [Live | undefined, Live | undefined] = [undefined, undefined];
  /** Strokes with ops that the stream has not brought, oldest first. The first may be open in the stream as well. */
  let own: Live[] = [];
  /** The highest n of the own pen that the stream has brought. */
  let echoed = 0;

  /** Changed on the screen, besides what each stroke knows itself. */
  let dirty: Bounds[] = [{ x0: 0, y0: 0, x1: width, y1: height }];
  const addDirty = (b: Bounds): void => addBounds(dirty, b);

  function start(op: Begin): Live {
    return {
      stroke: createStroke(op, width, height),
      pixel: op.tool === "eraser" ? paperPixel : toPixel(op.colour),
      ops: [],
      streamed: 0,
      mine: false,
    };
  }

  /** What is shown above the settled raster, from below: the page's own ink is on top. */
  function layers(): Live[] {
    const others: Live[] = [];
    const mine: Live[] = [];
    for (const live of open) {
      if (live && !own.includes(live)) (live.ops.length > 0 ? mine : others).push(live);
    }
    return [...others, ...mine, ...own];
  }

  function settle(live: Live): void {
    const { stroke } = live;
    finishStroke(stroke);
    takeFresh(stroke, addDirty);
    const bounds = strokeBounds(stroke);
    // It goes below what is still live: that shows only where they overlap.
    if (layers().some((other) => overlap(bounds, strokeBounds(other.stroke)))) addDirty(bounds);
    blendMasks(pixels, stroke.body.used, stroke.body, stroke.tail, live.pixel);
    releaseStroke(stroke);
  }

  /** Takes a stroke from the screen. */
  function remove(live: Live): void {
    addDirty(strokeBounds(live.stroke));
    releaseStroke(live.stroke);
  }

  /** Takes back all but the first `count` ops of an own stroke, which must hold more. It does not go on. */
  function cut(live: Live, count: number): void {
    live.mine = false;
    remove(live);
    live.ops.length = count;
    const [begin, ...rest] = live.ops;
    live.stroke = createStroke(begin.op as Begin, width, height);
    for (const { op } of rest) if (op.kind === "points") extendStroke(live.stroke, op);
    if (live.streamed === count) own = own.filter((other) => other !== live);
  }

  /** The stroke that the hand is drawing. */
  function inHand(): Live | undefined {
    const newest = own.at(-1);
    if (newest) return newest.mine ? newest : undefined;
    return open.find((live) => live?.mine);
  }

  function add(live: Live, n: number, op: Op): void {
    live.ops.push({ n, op });
    if (op.kind === "points") extendStroke(live.stroke, op);
    if (op.kind === "end") live.mine = false;
  }

  function lift(seat: Seat): void {
    const live = open[seat - 1];
    if (!live) return;
    if (own.includes(live)) cut(live, live.streamed);
    open[seat - 1] = undefined;
    settle(live);
  }

  function apply(seat: Seat, op: Op, n: number): void {
    if (n > 0) echoed = n;
    const first = own[0];
    if (n > 0 && first?.ops[first.streamed].n === n) {
      // The echo of what is on the screen.
      first.streamed++;
      open[seat - 1] = first;
      if (first.streamed === first.ops.length) own.shift();
      if (op.kind === "end") lift(seat);
      return;
    }
    let live = open[seat - 1];
    if (live && own.includes(live)) cut(live, live.streamed); // the server went on otherwise
    switch (op.kind) {
      case "begin":
        live = start(op);
        live.mine = n > 0;
        open[seat - 1] = live;
        break;
      case "points":
        if (live) extendStroke(live.stroke, op);
        break;
      case "end":
        lift(seat);
        return;
    }
    if (live && n > 0) {
      live.ops.push({ n, op });
      live.streamed = live.ops.length;
    }
  }

  return {
    width,
    height,
    pixels,
    apply: (seat, op, n = 0) => apply(seat, op, n),
    lift,

    drawOwn(n, op) {
      if (n <= Math.max(echoed, own.at(-1)?.ops.at(-1)?.n ?? 0)) return;
      if (op.kind === "begin") {
        const before = inHand();
        if (before) before.mine = false;
        const live = start(op);
        live.mine = true;
        own.push(live);
        add(live, n, op);
        return;
      }
      const live = inHand();
      if (!live) return; // its stroke was refused or lifted
      if (!own.includes(live)) own.push(live);
      add(live, n, op);
    },

    dropOwn(n) {
      for (const live of own) {
        const i = live.ops.findIndex((known) => known.n === n);
        if (i < live.streamed) continue;
        if (i > 0) {
          cut(live, i);
        } else {
          remove(live);
          own = own.filter((other) => other !== live);
        }
        return;
      }
    },

    resetOwn() {
      for (const live of [...own]) {
        if (live.streamed > 0) cut(live, live.streamed);
        else remove(live);
      }
      for (const live of open) {
        if (!live || live.ops.length === 0) continue;
        // From now on it is ink of others: it goes below.
        addDirty(strokeBounds(live.stroke));
        live.mine = false;
        live.ops.length = live.streamed = 0;
      }
      own = [];
      echoed = 0;
    },

    takeDirty() {
      for (const live of layers()) takeFresh(live.stroke, addDirty);
      const taken = dirty.map(toRect);
      dirty = [];
      return taken;
    },

    compose(rect, display) {
      const part: Bounds = {
        x0: Math.max(rect.x, 0),
        y0: Math.max(rect.y, 0),
        x1: Math.min(rect.x + rect.width, width),
        y1: Math.min(rect.y + rect.height, height),
      };
      for (let y = part.y0; y < part.y1; y++) {
        const row = y * width;
        display.set(pixels.subarray(row + part.x0, row + part.x1), row + part.x0);
      }
      for (const { stroke, pixel } of layers()) {
        refreshTail(stroke);
        blendMasks(display, part, stroke.body, stroke.tail, pixel);
      }
    },

    hash: () => hashPixels(pixels),

    restart(paint) {
      for (const live of layers()) releaseStroke(live.stroke);
      open.fill(undefined);
      own = [];
      echoed = 0;
      if (paint) paint(pixels);
      else pixels.fill(paperPixel);
      dirty = [{ x0: 0, y0: 0, x1: width, y1: height }];
    },
  };
}
