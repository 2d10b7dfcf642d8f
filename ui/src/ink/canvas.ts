/**
 * The fold of ops into a picture, and the layers a page shows above it. It is long for
 * one file: all of it turns on one state, which ops the stream has brought and which not.
 *
 * What the page sees, from below: the raster of the settled marks that show;
 * each seat's stroke that is open in the server's stream; the page's own marks
 * that the stream does not hold as a whole yet, in the order they were made. A
 * stroke settles when its end comes in the stream, so all pages settle the same
 * marks in the same order, and nothing changes on the screen but what lies above
 * what.
 *
 * The page's own ink comes twice and is drawn once:
 *
 *   canvas.drawOwn(1, 7, op)         at once, as the hand makes it; 7 is its n, by the page's pen
 *   canvas.apply(1, op, id, true)    when the stream brings that op
 *   canvas.dropOwn(7)                when the server refused it instead; the rest of its stroke goes, too
 *
 * An op of the page's own seat by another pen comes as apply(1, op, id), as the
 * partner's do: it is the ink of this player from before. One's own undo, redo
 * and clear colour the raster at once, too, and their echo changes nothing.
 *
 * After a reconnect whose stream goes on nothing is to be done. When the stream
 * starts from blank: make a new canvas, apply the stream as far as the welcome
 * said, then drawOwn all ops that the page still keeps, and show it in place of
 * the old one. What the stream held is passed over, and a stroke that is half
 * in the stream goes on. With a new pen on the same canvas call resetOwn first.
 *
 * Which marks show changes at once, and the pixels when someone looks: however
 * many marks an undo, a redo or a clear makes come and go, what they cover is
 * drawn anew once a frame. If that is much, it takes some frames: see `finished`.
 *
 *   for (const r of canvas.takeDirty()) {
 *     canvas.compose(r, pixels); // pixels: a Uint32Array over an ImageData's buffer
 *     context.putImageData(image, r.x, r.y);
 *   }
 */

import { createMarks, createVisibility, type Mark, type SavedMarks, type Seat } from "./marks";
import type { Begin, Clear, Fill, Flip, Id, Op } from "./op";
import { blendMasks, mix, type Surface, toColour, toPixel } from "./raster/blend";
import { coverOfMask, coverOfRuns, NOTHING } from "./raster/cover";
import type { Packed } from "./raster/packed";
import { createRaster, layMark } from "./raster/raster";
import { addBounds, type Bounds, isEmpty, overlap, type Rect, toRect } from "./raster/rect";
import {
  createStroke,
  extendStroke,
  finishStroke,
  guessPoints,
  refreshTail,
  releaseStroke,
  type Stroke,
  strokeBounds,
  takeFresh,
} from "./raster/stroke";

export type { Mark, Seat } from "./marks";
export type { Rect } from "./raster/rect";
export { RASTER_HEIGHT, RASTER_WIDTH } from "./size";

export type Canvas = {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** The raster in row order; a pixel is 0xFFBBGGRR, as in ImageData on little-endian machines. Read only. */
  readonly pixels: Uint32Array<ArrayBuffer>;

  /** Folds in the stream's next op, decoded and checked. `own`: it is by this page's pen. */
  apply(seat: Seat, op: Op, id: Id, own?: boolean): void;
  /** The room ended the seat's open stroke, if there is one: what the stream has of it settles. */
  lift(seat: Seat): void;

  /** Draws own op n at once. Does nothing if it is already drawn. */
  drawOwn(seat: Seat, n: number, op: Op): void;
  /**
   * Draws the current own stroke going on along these points, x, y in units, until its next op or
   * guess.
   */
  guess(points: readonly number[]): void;
  /**
   * Removes own op n and the rest of its stroke: the server refused it, or the page discarded it
   * before it was sent.
   */
  dropOwn(n: number): void;
  /** Removes all own ops that the stream has not brought. Later own ops are by a new pen. */
  resetOwn(): void;

  /** The targets of an undo and of a redo by this page. */
  undoTarget(seat: Seat): Id | undefined;
  redoTarget(seat: Seat): Id | undefined;
  /** Whether a clear by this page would change anything. */
  hasInk(seat: Seat): boolean;

  /**
   * The areas that changed since the last call, as a few rectangles without overlap; the first call
   * returns everything.
   */
  takeDirty(): Rect[];
  /** Whether the last call included all changes; if not, call it again in the next frame. */
  readonly finished: boolean;
  /**
   * Writes the visible pixels of a rectangle into a buffer, in the format of `pixels`. The buffer holds
   * this part of the canvas; by default the rectangle alone.
   */
  compose(rect: Rect, pixels: Uint32Array, held?: Rect): void;
  /** The visible colour at a pixel, 0xRRGGBB; undefined outside the canvas. */
  colourAt(x: number, y: number): number | undefined;
  /** Writes the whole picture without the open strokes of others. */
  composeOwn(pixels: Uint32Array): void;

  /**
   * The hash of the settled raster, 16 hex digits. It equals the server's when both have folded the
   * same entries. Undefined while own undos, redos or clears that the stream has not brought affect
   * the raster.
   */
  hash(): string | undefined;
  /**
   * Hashes this many changed tiles in advance; reports whether the whole hash would be cheap now.
   */
  hashAhead(tiles: number): boolean;

  /** Changes what is shown of the picture. */
  setLens(through: Lens): void;

  /** The settled marks, the last one on top. */
  readonly marks: readonly Mark[];
  /** Settles a known mark again, as its stroke or fill comes again in a replay. */
  settleAgain(mark: Mark): void;
  /**
   * Puts pixels under all marks as a stand-in for marks that are still to come; the canvas takes
   * ownership of them. Only for a canvas without settled marks.
   */
  standIn(pixels: Uint32Array<ArrayBuffer>): void;
  /** Saves the settled state, for `restart`. */
  save(): Saved;
  /** Resets to blank paper, or to a saved state. */
  restart(from?: Saved): void;
};

/** A filter on what is shown; the marks are unaffected. */
export type Lens = {
  /** The seat whose ink is shown, or 0 for both. */
  readonly only: Seat | 0;
  /** Colours 0xRRGGBB that tint the ink of each seat. */
  readonly tint?: readonly [number, number];
};

/** The unfiltered picture. */
export const NO_LENS: Lens = { only: 0 };

/**
 * At most this many runs are redrawn per frame, about 10 ms on a laptop; the rest waits for the
 * next frame.
 */
const RUNS_PER_FRAME = 150_000;

/** The share of the tint in tinted ink, of 256. */
const TINT = 184;

/** A saved settled state. */
export type Saved = { readonly marks: SavedMarks; readonly raster: Packed; readonly lens: Lens };

/** A stroke that has not settled. */
type Live = {
  readonly kind: "stroke";
  readonly mark: Mark;
  stroke: Stroke;
  /** The drawn ops by this page's pen, with their n. Empty for the ink of others. */
  readonly ops: { readonly n: number; readonly op: Op }[];
  /** How many of these the stream has brought. */
  streamed: number;
  /** The page may still add to it. */
  extendable: boolean;
  /** Whether it is visible: it may already be undone. */
  shown: boolean;
};

/** An own fill that the stream has not brought. */
type PendingFill = {
  readonly kind: "fill";
  readonly mark: Mark;
  readonly ops: readonly [{ readonly n: number; readonly op: Fill }];
  readonly streamed: 0;
  shown: boolean;
};

/** An own clear that the stream has not brought. */
type PendingClear = {
  readonly kind: "clear";
  readonly mark: Mark;
  readonly ops: readonly [{ readonly n: number; readonly op: Clear }];
  readonly streamed: 0;
};
type PendingFlip = {
  readonly kind: "flip";
  /** The mark that it hides or shows; undefined if there is none. */
  readonly target: Mark | undefined;
  readonly ops: readonly [{ readonly n: number; readonly op: Flip }];
  readonly streamed: 0;
};

type Pending = Live | PendingFill | PendingClear | PendingFlip;

/** Creates a blank canvas. Width and height in pixels, paper 0xRRGGBB. */
export function createCanvas(width: number, height: number, paper: number): Canvas {
  const paperPixel = toPixel(paper);
  const everything: Bounds = { x0: 0, y0: 0, x1: width, y1: height };
  const raster = createRaster(width, height, paperPixel);
  const marks = createMarks();

  /** The open stroke of each seat in the stream. */
  const open: [Live | undefined, Live | undefined] = [undefined, undefined];
  /**
   * The own marks and changes with ops that the stream has not brought, oldest first. The first may
   * be a stroke that is open in the stream as well.
   */
  let own: Pending[] = [];
  /** The highest n of the own pen that the stream has brought, and that pen; 0 for none. */
  let echoed = 0;
  let ownPen = 0;

  /** The changed areas, besides those that each stroke tracks. */
  let dirty: Bounds[] = [{ ...everything }];
  const addDirty = (b: Bounds): void => {
    if (!isEmpty(b)) addBounds(dirty, b);
  };
  /** Whether the visibility of marks may have changed. */
  let visibilityChanged = false;
  let lens = NO_LENS;
  /** The parts of the raster that must be redrawn. */
  let stale: Bounds[] = [];

  function markOf(kind: Mark["kind"], seat: Seat, id: Id, pixel = 0, ground = 0): Mark {
    return { kind, seat, ...idOf(id), pixel, ground, cover: NOTHING, undone: 0, laid: false };
  }

  function start(seat: Seat, op: Begin, id: Id): Live {
    return {
      kind: "stroke",
      mark: markOf("stroke", seat, id, op.tool === "eraser" ? paperPixel : toPixel(op.colour)),
      stroke: createStroke(op, width, height),
      ops: [],
      streamed: 0,
      extendable: false,
      shown: true,
    };
  }

  function fillMark(seat: Seat, op: Fill, id: Id): Mark {
    const mark = markOf("fill", seat, id, toPixel(op.colour), toPixel(op.ground));
    mark.cover = coverOfRuns(op.runs, width, height);
    return mark;
  }

  /** The open strokes of others. */
  function othersStrokes(): Live[] {
    return open.filter(
      (live): live is Live =>
        live !== undefined && live.ops.length === 0 && isShownByLens(live.mark),
    );
  }

  /** The page's own layers above those, bottom first. */
  function ownLayers(): (Live | PendingFill)[] {
    const layers = [broughtStroke(1), broughtStroke(2), ...own];
    return layers.filter(
      (p): p is Live | PendingFill =>
        p !== undefined && "shown" in p && p.shown && isShownByLens(p.mark),
    );
  }

  /** Whether the lens shows a mark's seat. */
  const isShownByLens = (mark: Mark): boolean => lens.only === 0 || lens.only === mark.seat;

  /** The pixel that a mark is drawn with. The eraser belongs to nobody, so it is not tinted. */
  function inkOf({ pixel, seat }: Mark): number {
    return lens.tint && pixel !== paperPixel
      ? mix(pixel, toPixel(lens.tint[seat - 1]), TINT)
      : pixel;
  }

  const boundsOf = (layer: Live | PendingFill): Bounds =>
    layer.kind === "stroke" ? strokeBounds(layer.stroke) : layer.mark.cover.bounds;

  /** Marks a layer's area as changed, including where its tail was last drawn. */
  function markDirty(layer: Live | PendingFill): void {
    if (layer.kind === "stroke") takeFresh(layer.stroke, addDirty);
    addDirty(boundsOf(layer));
  }

  /** Whether own undos, redos or clears that the stream has not brought affect the raster. */
  const hasPendingChanges = (): boolean => own.some((p) => p.kind === "flip" || p.kind === "clear");

  /** The undo state that own undos and redos give to marks, on top of the stream's. */
  function pendingUndoStates(): Map<Mark, number> {
    const all = new Map<Mark, number>();
    own.forEach((p, i) => {
      if (p.kind !== "flip") return;
      const { target, ops } = p;
      if (!target) return;
      const isRedo = ops[0].op.kind === "redo";
      all.set(target, isRedo ? 0 : undoneOf(target, all) || marks.flips + i + 1);
    });
    return all;
  }

  const undoneOf = (mark: Mark, all: Map<Mark, number>): number => all.get(mark) ?? mark.undone;

  /** The seat's own stroke that is open in the stream and completely brought by it. */
  function broughtStroke(seat: Seat): Live | undefined {
    const live = open[seat - 1];
    return live && live.ops.length > 0 && !own.includes(live) ? live : undefined;
  }

  /** The mark that an own op names. */
  function find(seat: Seat, { pen, n }: Id): Mark | undefined {
    const isOwn = pen === 0 || pen === ownPen;
    if (!isOwn) return marks.find(seat, { pen, n });
    for (const p of [...own, broughtStroke(seat)]) {
      if (p && p.kind !== "flip" && p.mark.n === n) return p.mark;
    }
    return marks.find(seat, { pen: ownPen, n });
  }

  /** Updates which marks are visible, and collects what must be redrawn. */
  function updateVisibility(): void {
    if (!visibilityChanged) return;
    visibilityChanged = false;
    const all = pendingUndoStates();
    const sees = createVisibility((mark) => undoneOf(mark, all) > 0);
    for (const p of [broughtStroke(1), broughtStroke(2), ...own].reverse()) {
      if (!p || p.kind === "flip") continue;
      const shows = sees(p.mark);
      if (p.kind === "clear" || shows === p.shown) continue;
      p.shown = shows;
      markDirty(p);
    }
    for (let i = marks.list.length - 1; i >= 0; i--) {
      const mark = marks.list[i];
      const shows = sees(mark) && isShownByLens(mark);
      if (shows === mark.laid) continue;
      mark.laid = shows;
      if (!isEmpty(mark.cover.bounds)) addBounds(stale, mark.cover.bounds);
    }
  }

  /** Redraws the stale parts of the raster, at most about this many runs. */
  function refresh(atMost = Number.POSITIVE_INFINITY): void {
    updateVisibility();
    let left = atMost;
    while (stale.length > 0 && left > 0) {
      const [part] = stale;
      const { y, runs } = raster.redraw(part, marks.list, inkOf, left);
      addDirty({ ...part, y1: y });
      left -= runs;
      if (y < part.y1) part.y0 = y;
      else stale.shift();
    }
  }

  /** Adds a mark to the settled list; `shown`: it is on the screen already. */
  function settle(mark: Mark, shown: boolean): void {
    marks.add(mark);
    const { bounds } = mark.cover;
    if (mark.kind === "clear" || hasPendingChanges()) {
      visibilityChanged = true; // visibility is computed at the next paint
      if (shown) addDirty(bounds);
      return;
    }
    mark.laid = isShownByLens(mark);
    if (!mark.laid) return;
    raster.lay(mark, inkOf(mark));
    // It goes below live layers, which matters only where they overlap.
    const below = [...othersStrokes(), ...ownLayers()].some((layer) =>
      overlap(bounds, boundsOf(layer)),
    );
    if (!shown || below) addDirty(bounds);
  }

  function settleStroke(live: Live): void {
    const { stroke, mark } = live;
    finishStroke(stroke);
    takeFresh(stroke, addDirty);
    mark.cover = coverOfMask(stroke.body);
    releaseStroke(stroke);
    settle(mark, live.shown);
  }

  /** Removes a pending item from the screen. */
  function remove(p: Pending): void {
    if (p.kind === "stroke" || p.kind === "fill") markDirty(p);
    else visibilityChanged = true;
    if (p.kind === "stroke") releaseStroke(p.stroke);
  }

  /**
   * Truncates an own stroke to its first `count` ops; it must have more. The page cannot add to it
   * any more.
   */
  function truncate(live: Live, count: number): void {
    live.extendable = false;
    remove(live);
    live.ops.length = count;
    const [begin, ...rest] = live.ops;
    live.stroke = createStroke(begin.op as Begin, width, height);
    for (const { op } of rest) if (op.kind === "points") extendStroke(live.stroke, op);
    if (live.streamed === count) own = own.filter((other) => other !== live);
  }

  /** The stroke that the player is drawing. */
  function currentStroke(): Live | undefined {
    const newest = own.at(-1);
    if (newest) return newest.kind === "stroke" && newest.extendable ? newest : undefined;
    return open.find((live) => live?.extendable);
  }

  function add(live: Live, n: number, op: Op): void {
    live.ops.push({ n, op });
    if (op.kind === "points") extendStroke(live.stroke, op);
    if (op.kind === "end") {
      live.extendable = false;
      guessPoints(live.stroke, []);
    }
  }

  function lift(seat: Seat): void {
    const live = open[seat - 1];
    if (!live) return;
    if (own.includes(live)) truncate(live, live.streamed);
    open[seat - 1] = undefined;
    settleStroke(live);
  }

  /** The stream brings an op that is already drawn: the next op of `first`. */
  function echo(first: Pending, seat: Seat, op: Op, id: Id): void {
    if (first.kind === "stroke") {
      first.streamed++;
      first.mark.pen = id.pen;
      open[seat - 1] = first;
      if (first.streamed === first.ops.length) own.shift();
      if (op.kind === "end") lift(seat);
      return;
    }
    own.shift();
    if (first.kind === "flip") {
      fold(seat, op, id, true);
      return;
    }
    first.mark.pen = id.pen;
    settle(first.mark, first.kind === "fill" && first.shown);
  }

  function fold(seat: Seat, op: Op, id: Id, isOwn: boolean): void {
    let live = open[seat - 1];
    switch (op.kind) {
      case "begin":
        live = start(seat, op, id);
        live.extendable = isOwn;
        open[seat - 1] = live;
        break;
      case "points":
        if (live) extendStroke(live.stroke, op);
        break;
      case "end":
        lift(seat);
        return;
      case "undo":
      case "redo": {
        const { pen, n } = op.target;
        marks.flip(seat, { pen: pen || id.pen, n }, op.kind === "undo");
        visibilityChanged = true;
        return;
      }
      case "fill":
        settle(fillMark(seat, op, id), false);
        return;
      case "clear":
        settle(markOf("clear", seat, id), false);
        return;
      default:
        op satisfies never;
    }
    if (live && isOwn) {
      live.ops.push({ n: id.n, op });
      live.streamed = live.ops.length;
    }
  }

  function apply(seat: Seat, op: Op, id: Id, isOwn: boolean): void {
    if (isOwn) {
      echoed = id.n;
      ownPen = id.pen;
    }
    const first = own[0];
    if (isOwn && first?.ops[first.streamed].n === id.n) {
      echo(first, seat, op, id);
      return;
    }
    const live = open[seat - 1];
    if (live && own.includes(live)) truncate(live, live.streamed); // the server's stream differs from the page's stroke
    fold(seat, op, id, isOwn);
  }

  /** The marks of a seat, newest first, and when each was undone. */
  function* newestMarks(seat: Seat): Generator<{ mark: Mark; undone: number }> {
    const all = pendingUndoStates();
    for (const p of [broughtStroke(seat), ...own].reverse()) {
      if (p && p.kind !== "flip") yield { mark: p.mark, undone: undoneOf(p.mark, all) };
    }
    for (let i = marks.list.length - 1; i >= 0; i--) {
      const mark = marks.list[i];
      if (mark.seat === seat) yield { mark, undone: undoneOf(mark, all) };
    }
  }

  /** The id of a mark in an own op. */
  const target = ({ pen, n }: Mark): Id => ({ pen: pen === ownPen ? 0 : pen, n });

  return {
    width,
    height,
    get pixels() {
      refresh();
      return raster.pixels;
    },
    apply: (seat, op, id, isOwn = false) => apply(seat, op, id, isOwn),
    lift,

    drawOwn(seat, n, op) {
      if (n <= Math.max(echoed, own.at(-1)?.ops.at(-1)?.n ?? 0)) return;
      const id = { pen: 0, n };
      switch (op.kind) {
        case "begin": {
          const before = currentStroke();
          if (before) before.extendable = false;
          const live = start(seat, op, id);
          live.extendable = true;
          own.push(live);
          add(live, n, op);
          break;
        }
        case "points":
        case "end": {
          const live = currentStroke();
          if (!live) return; // its stroke was refused or lifted
          if (!own.includes(live)) own.push(live);
          add(live, n, op);
          break;
        }
        case "fill": {
          const mark = fillMark(seat, op, id);
          own.push({ kind: "fill", mark, ops: [{ n, op }], streamed: 0, shown: true });
          addDirty(mark.cover.bounds);
          break;
        }
        case "clear": {
          const mark = markOf("clear", seat, id);
          own.push({ kind: "clear", mark, ops: [{ n, op }], streamed: 0 });
          visibilityChanged = true;
          break;
        }
        case "undo":
        case "redo":
          own.push({ kind: "flip", target: find(seat, op.target), ops: [{ n, op }], streamed: 0 });
          visibilityChanged = true;
          break;
        default:
          op satisfies never;
      }
    },

    guess(points) {
      const live = currentStroke();
      if (live) guessPoints(live.stroke, points);
    },

    dropOwn(n) {
      for (const p of own) {
        const i = p.ops.findIndex((known) => known.n === n);
        if (i < p.streamed) continue;
        if (p.kind === "stroke" && i > 0) {
          truncate(p, i);
        } else {
          remove(p);
          own = own.filter((other) => other !== p);
        }
        return;
      }
    },

    resetOwn() {
      for (const p of [...own]) {
        if (p.kind === "stroke" && p.streamed > 0) truncate(p, p.streamed);
        else remove(p);
      }
      for (const live of open) {
        if (!live || live.ops.length === 0) continue;
        // From now on it counts as others' ink, which is drawn below.
        addDirty(strokeBounds(live.stroke));
        live.extendable = false;
        live.ops.length = live.streamed = 0;
      }
      own = [];
      echoed = ownPen = 0;
      visibilityChanged = true;
    },

    undoTarget(seat) {
      for (const { mark, undone } of newestMarks(seat)) if (undone === 0) return target(mark);
      return undefined;
    },
    redoTarget(seat) {
      // Of the marks undone since the newest visible one, the one undone last.
      let last: { mark: Mark; undone: number } | undefined;
      for (const one of newestMarks(seat)) {
        if (one.undone === 0) break;
        if (!last || one.undone > last.undone) last = one;
      }
      return last && target(last.mark);
    },
    hasInk(seat) {
      for (const { mark, undone } of newestMarks(seat)) {
        if (undone === 0) return mark.kind !== "clear";
      }
      return false;
    },

    takeDirty() {
      refresh(RUNS_PER_FRAME);
      for (const layer of [...othersStrokes(), ...ownLayers()]) {
        if (layer.kind === "stroke") takeFresh(layer.stroke, addDirty);
      }
      const taken = dirty.map(toRect);
      dirty = [];
      return taken;
    },

    get finished() {
      return !visibilityChanged && stale.length === 0;
    },

    compose(rect, pixels, held = rect) {
      if (visibilityChanged) refresh();
      const part: Bounds = {
        x0: Math.max(rect.x, 0),
        y0: Math.max(rect.y, 0),
        x1: Math.min(rect.x + rect.width, width),
        y1: Math.min(rect.y + rect.height, height),
      };
      show({ pixels, stride: held.width, origin: -held.y * held.width - held.x }, part, [
        ...othersStrokes(),
        ...ownLayers(),
      ]);
    },

    colourAt(x, y) {
      const pixels = new Uint32Array(1);
      this.compose({ x, y, width: 1, height: 1 }, pixels);
      const [pixel] = pixels;
      return pixel === 0 ? undefined : toColour(pixel); // nothing was written outside
    },
    composeOwn(pixels) {
      refresh();
      show({ pixels, stride: width, origin: 0 }, everything, ownLayers());
    },

    hash() {
      refresh();
      if (hasPendingChanges()) {
        const sees = createVisibility((mark) => mark.undone > 0);
        const same = (mark: Mark): boolean => (sees(mark) && isShownByLens(mark)) === mark.laid;
        if (!marks.list.toReversed().every(same)) return undefined;
      }
      return raster.hash();
    },
    hashAhead(tiles) {
      if (visibilityChanged) refresh(RUNS_PER_FRAME);
      return stale.length === 0 && raster.hashAhead(tiles);
    },

    setLens(through) {
      if (through.only === lens.only && through.tint === lens.tint) return;
      if (through.tint !== lens.tint) stale = [{ ...everything }];
      visibilityChanged = true;
      lens = through;
      addDirty(everything); // live layers, too
    },

    get marks() {
      return marks.list;
    },
    settleAgain(mark) {
      mark.undone = 0;
      settle(mark, false);
    },
    standIn(pixels) {
      raster.standIn(pixels);
      addDirty(everything);
    },
    save() {
      refresh();
      return { marks: marks.save(), raster: raster.save(), lens };
    },
    restart(from) {
      for (const p of [...open, ...own]) if (p?.kind === "stroke") releaseStroke(p.stroke);
      open.fill(undefined);
      own = [];
      echoed = ownPen = 0;
      marks.restore(from?.marks);
      raster.restore(from?.raster);
      // The saved state may have had another lens.
      visibilityChanged = true;
      stale = from && from.lens.tint !== lens.tint ? [{ ...everything }] : [];
      dirty = [{ ...everything }];
    },
  };

  function show(display: Surface, part: Bounds, layers: (Live | PendingFill)[]): void {
    raster.copy(part, display);
    for (const layer of layers) {
      const ink = inkOf(layer.mark);
      if (layer.kind === "fill") {
        layMark(display, part, layer.mark, ink);
      } else {
        refreshTail(layer.stroke);
        blendMasks(display, part, layer.stroke.body, layer.stroke.tail, ink);
      }
    }
  }
}

const idOf = ({ pen, n }: Id): Id => ({ pen, n });
