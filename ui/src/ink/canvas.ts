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
 *     canvas.compose(r, display); // display: a Uint32Array over an ImageData's buffer
 *     context.putImageData(image, 0, 0, r.x, r.y, r.width, r.height);
 *   }
 */

import { createMarks, createSight, type Mark, type SavedMarks, type Seat } from "./marks";
import type { Begin, Clear, Fill, Flip, Id, Op } from "./op";
import { blendMasks, mix, toPixel } from "./raster/blend";
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

  /** Shows op n of the page's own at once. Nothing happens if it is there already. */
  drawOwn(seat: Seat, n: number, op: Op): void;
  /** Shows, until its next op or guess, the own stroke in hand going on along these points: x, y in units. */
  guess(points: readonly number[]): void;
  /** Takes own op n back, and what follows in its stroke: the server refused it, or the page gave it up before it was sent. */
  dropOwn(n: number): void;
  /** Takes all own ops back that the stream has not brought. Those drawn from now on are by a new pen. */
  resetOwn(): void;

  /** What an undo by the page's own hand takes away, and a redo brings back: for an op's target. */
  undoTarget(seat: Seat): Id | undefined;
  redoTarget(seat: Seat): Id | undefined;
  /** Whether a clear by the page's own hand would change anything. */
  hasInk(seat: Seat): boolean;

  /** What changed on the screen since the last call; the first names everything. A few rectangles that don't overlap. */
  takeDirty(): Rect[];
  /** Whether the last call has shown all that had changed; if not, look again soon. */
  readonly finished: boolean;
  /** Writes what is to be seen in a rectangle into a buffer of the canvas' size, pixels as in `pixels`. */
  compose(rect: Rect, display: Uint32Array): void;
  /** Writes the whole picture without what others have not ended. */
  composeOwn(display: Uint32Array): void;

  /**
   * Of the settled raster, 16 hex digits: those of the server when both have folded the same entries.
   * Undefined while own undos, redos or clears that the stream has not brought colour it.
   */
  hash(): string | undefined;
  /** Looks at so many of the tiles that the hash is made of ahead of it; tells whether it would be cheap now. */
  lookAhead(tiles: number): boolean;

  /** Shows the picture otherwise from now on. */
  look(through: Lens): void;

  /** The marks that have settled, the last one on top. */
  readonly marks: readonly Mark[];
  /** Settles a mark that was made before, as its seat's stroke or fill comes again. */
  settleAgain(mark: Mark): void;
  /**
   * Puts pixels under all marks, until what they show comes by itself; they are the canvas's own from then on. For a
   * canvas that nothing has settled on.
   */
  standIn(pixels: Uint32Array<ArrayBuffer>): void;
  /** What has settled, to restart from. */
  save(): Saved;
  /** Forgets everything: blank paper, or what was saved. */
  restart(from?: Saved): void;
};

/** How a picture is looked at; its marks are the same. */
export type Lens = {
  /** The seat whose ink is shown, or 0 for both. */
  readonly only: Seat | 0;
  /** Colours 0xRRGGBB that lie over the ink of each seat, so that it is seen whose it is. */
  readonly tint?: readonly [number, number];
};

/** The picture as it is. */
export const PLAIN: Lens = { only: 0 };

/** So many runs are drawn anew for a look, some 10 ms on a laptop; the rest waits for the next one. */
const RUNS_A_LOOK = 150_000;

/** So much of the tint a tinted ink has, of 256. */
const TINT = 184;

/** What has settled, and how it looked. */
export type Saved = { readonly marks: SavedMarks; readonly raster: Packed; readonly lens: Lens };

/** A stroke that has not settled. */
type Live = {
  readonly kind: "stroke";
  readonly mark: Mark;
  stroke: Stroke;
  /** The ops drawn that are by this page's pen, with their n. Empty for the ink of others. */
  readonly ops: { readonly n: number; readonly op: Op }[];
  /** How many of these the stream has brought. */
  streamed: number;
  /** The page's pen may still draw on. */
  mine: boolean;
  /** Whether it is to be seen: it may be undone already. */
  shown: boolean;
};

/** One's own fill that the stream has not brought. */
type Spread = {
  readonly kind: "fill";
  readonly mark: Mark;
  readonly ops: readonly [{ readonly n: number; readonly op: Fill }];
  readonly streamed: 0;
  shown: boolean;
};

/** One's own clear, undo or redo that the stream has not brought. */
type Wipe = {
  readonly kind: "clear";
  readonly mark: Mark;
  readonly ops: readonly [{ readonly n: number; readonly op: Clear }];
  readonly streamed: 0;
};
type Turn = {
  readonly kind: "flip";
  /** Which mark comes or goes; undefined if there was none. */
  readonly target: Mark | undefined;
  readonly ops: readonly [{ readonly n: number; readonly op: Flip }];
  readonly streamed: 0;
};

type Pending = Live | Spread | Wipe | Turn;

/** A blank canvas. Width and height in pixels, paper 0xRRGGBB. */
export function createCanvas(width: number, height: number, paper: number): Canvas {
  const paperPixel = toPixel(paper);
  const whole: Bounds = { x0: 0, y0: 0, x1: width, y1: height };
  const raster = createRaster(width, height, paperPixel);
  const marks = createMarks();

  /** The stroke of each seat that the stream has begun and not ended. */
  const open: [Live | undefined, Live | undefined] = [undefined, undefined];
  /** What has ops that the stream has not brought, oldest first. The first may be a stroke that is open in the stream as well. */
  let own: Pending[] = [];
  /** The highest n of the own pen that the stream has brought, and the pen; 0 for none. */
  let echoed = 0;
  let ownPen = 0;

  /** Changed on the screen, besides what each stroke knows itself. */
  let dirty: Bounds[] = [{ ...whole }];
  const addDirty = (b: Bounds): void => {
    if (!isEmpty(b)) addBounds(dirty, b);
  };
  /** Which marks show may have changed. */
  let flipped = false;
  let lens = PLAIN;
  /** What is to be drawn anew of the raster. */
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
      mine: false,
      shown: true,
    };
  }

  function spread(seat: Seat, op: Fill, id: Id): Mark {
    const mark = markOf("fill", seat, id, toPixel(op.colour), toPixel(op.ground));
    mark.cover = coverOfRuns(op.runs, width, height);
    return mark;
  }

  /** What others have begun and not ended. */
  function others(): Live[] {
    return open.filter(
      (live): live is Live => live !== undefined && live.ops.length === 0 && isIn(live.mark),
    );
  }

  /** What of the page's own is shown above that, from below. */
  function mine(): (Live | Spread)[] {
    const layers = [brought(1), brought(2), ...own];
    return layers.filter(
      (p): p is Live | Spread => p !== undefined && "shown" in p && p.shown && isIn(p.mark),
    );
  }

  /** Whether the lens shows the ink of a mark's seat. */
  const isIn = (mark: Mark): boolean => lens.only === 0 || lens.only === mark.seat;

  /** What a mark is drawn with. The eraser paints nobody's ink. */
  function inkOf({ pixel, seat }: Mark): number {
    return lens.tint && pixel !== paperPixel
      ? mix(pixel, toPixel(lens.tint[seat - 1]), TINT)
      : pixel;
  }

  const boundsOf = (layer: Live | Spread): Bounds =>
    layer.kind === "stroke" ? strokeBounds(layer.stroke) : layer.mark.cover.bounds;

  /** What a layer covers on the screen changes: that is also where its tail was when it was last looked at. */
  function touch(layer: Live | Spread): void {
    if (layer.kind === "stroke") takeFresh(layer.stroke, addDirty);
    addDirty(boundsOf(layer));
  }

  /** Whether the page's own hand has made something come or go that the stream has not heard of. */
  const colours = (): boolean => own.some((p) => p.kind === "flip" || p.kind === "clear");

  /** What one's own undos and redos make of marks, besides what the stream did. */
  function turns(): Map<Mark, number> {
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

  /** One's own stroke that is open in the stream and of which the stream has all there is. */
  function brought(seat: Seat): Live | undefined {
    const live = open[seat - 1];
    return live && live.ops.length > 0 && !own.includes(live) ? live : undefined;
  }

  /** The mark that an own op names. */
  function find(seat: Seat, { pen, n }: Id): Mark | undefined {
    const isOwn = pen === 0 || pen === ownPen;
    if (!isOwn) return marks.find(seat, { pen, n });
    for (const p of [...own, brought(seat)]) {
      if (p && p.kind !== "flip" && p.mark.n === n) return p.mark;
    }
    return marks.find(seat, { pen: ownPen, n });
  }

  /** Tells of each mark whether it shows, and of what is to be drawn anew for it. */
  function see(): void {
    if (!flipped) return;
    flipped = false;
    const all = turns();
    const sees = createSight((mark) => undoneOf(mark, all) > 0);
    for (const p of [brought(1), brought(2), ...own].reverse()) {
      if (!p || p.kind === "flip") continue;
      const shows = sees(p.mark);
      if (p.kind === "clear" || shows === p.shown) continue;
      p.shown = shows;
      touch(p);
    }
    for (let i = marks.list.length - 1; i >= 0; i--) {
      const mark = marks.list[i];
      const shows = sees(mark) && isIn(mark);
      if (shows === mark.laid) continue;
      mark.laid = shows;
      if (!isEmpty(mark.cover.bounds)) addBounds(stale, mark.cover.bounds);
    }
  }

  /** Brings the raster up to which marks show, or nearer to it. */
  function refresh(atMost = Number.POSITIVE_INFINITY): void {
    see();
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

  /** Adds a mark to the list, of which the screen may have shown something. */
  function settle(mark: Mark, shown: boolean): void {
    marks.add(mark);
    const { bounds } = mark.cover;
    if (mark.kind === "clear" || colours()) {
      flipped = true; // whether it shows, or what else does, is told when someone looks
      if (shown) addDirty(bounds);
      return;
    }
    mark.laid = isIn(mark);
    if (!mark.laid) return;
    raster.lay(mark, inkOf(mark));
    // It goes below what is still live: that shows only where they overlap.
    const below = [...others(), ...mine()].some((layer) => overlap(bounds, boundsOf(layer)));
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

  /** Takes from the screen what has not settled. */
  function remove(p: Pending): void {
    if (p.kind === "stroke" || p.kind === "fill") touch(p);
    else flipped = true;
    if (p.kind === "stroke") releaseStroke(p.stroke);
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
    if (newest) return newest.kind === "stroke" && newest.mine ? newest : undefined;
    return open.find((live) => live?.mine);
  }

  function add(live: Live, n: number, op: Op): void {
    live.ops.push({ n, op });
    if (op.kind === "points") extendStroke(live.stroke, op);
    if (op.kind === "end") {
      live.mine = false;
      guessPoints(live.stroke, []);
    }
  }

  function lift(seat: Seat): void {
    const live = open[seat - 1];
    if (!live) return;
    if (own.includes(live)) cut(live, live.streamed);
    open[seat - 1] = undefined;
    settleStroke(live);
  }

  /** The stream brings what is on the screen: the next op of the first that it does not hold as a whole. */
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
        live.mine = isOwn;
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
        flipped = true;
        return;
      }
      case "fill":
        settle(spread(seat, op, id), false);
        return;
      case "clear":
        settle(markOf("clear", seat, id), false);
        return;
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
    if (live && own.includes(live)) cut(live, live.streamed); // the server went on otherwise
    fold(seat, op, id, isOwn);
  }

  /** The marks of the own hand's seat, from the last to the first, and when each was undone. */
  function* newest(seat: Seat): Generator<{ mark: Mark; undone: number }> {
    const all = turns();
    for (const p of [brought(seat), ...own].reverse()) {
      if (p && p.kind !== "flip") yield { mark: p.mark, undone: undoneOf(p.mark, all) };
    }
    for (let i = marks.list.length - 1; i >= 0; i--) {
      const mark = marks.list[i];
      if (mark.seat === seat) yield { mark, undone: undoneOf(mark, all) };
    }
  }

  /** A mark's name in an own op. */
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
          const before = inHand();
          if (before) before.mine = false;
          const live = start(seat, op, id);
          live.mine = true;
          own.push(live);
          add(live, n, op);
          break;
        }
        case "points":
        case "end": {
          const live = inHand();
          if (!live) return; // its stroke was refused or lifted
          if (!own.includes(live)) own.push(live);
          add(live, n, op);
          break;
        }
        case "fill": {
          const mark = spread(seat, op, id);
          own.push({ kind: "fill", mark, ops: [{ n, op }], streamed: 0, shown: true });
          addDirty(mark.cover.bounds);
          break;
        }
        case "clear": {
          const mark = markOf("clear", seat, id);
          own.push({ kind: "clear", mark, ops: [{ n, op }], streamed: 0 });
          flipped = true;
          break;
        }
        case "undo":
        case "redo":
          own.push({ kind: "flip", target: find(seat, op.target), ops: [{ n, op }], streamed: 0 });
          flipped = true;
          break;
      }
    },

    guess(points) {
      const live = inHand();
      if (live) guessPoints(live.stroke, points);
    },

    dropOwn(n) {
      for (const p of own) {
        const i = p.ops.findIndex((known) => known.n === n);
        if (i < p.streamed) continue;
        if (p.kind === "stroke" && i > 0) {
          cut(p, i);
        } else {
          remove(p);
          own = own.filter((other) => other !== p);
        }
        return;
      }
    },

    resetOwn() {
      for (const p of [...own]) {
        if (p.kind === "stroke" && p.streamed > 0) cut(p, p.streamed);
        else remove(p);
      }
      for (const live of open) {
        if (!live || live.ops.length === 0) continue;
        // From now on it is ink of others: it goes below.
        addDirty(strokeBounds(live.stroke));
        live.mine = false;
        live.ops.length = live.streamed = 0;
      }
      own = [];
      echoed = ownPen = 0;
      flipped = true;
    },

    undoTarget(seat) {
      for (const { mark, undone } of newest(seat)) if (undone === 0) return target(mark);
      return undefined;
    },
    redoTarget(seat) {
      // Of those that nothing new came after, the one that was undone last.
      let last: { mark: Mark; undone: number } | undefined;
      for (const one of newest(seat)) {
        if (one.undone === 0) break;
        if (!last || one.undone > last.undone) last = one;
      }
      return last && target(last.mark);
    },
    hasInk(seat) {
      for (const { mark, undone } of newest(seat)) {
        if (undone === 0) return mark.kind !== "clear";
      }
      return false;
    },

    takeDirty() {
      refresh(RUNS_A_LOOK);
      for (const layer of [...others(), ...mine()]) {
        if (layer.kind === "stroke") takeFresh(layer.stroke, addDirty);
      }
      const taken = dirty.map(toRect);
      dirty = [];
      return taken;
    },

    get finished() {
      return !flipped && stale.length === 0;
    },

    compose(rect, display) {
      if (flipped) refresh();
      const part: Bounds = {
        x0: Math.max(rect.x, 0),
        y0: Math.max(rect.y, 0),
        x1: Math.min(rect.x + rect.width, width),
        y1: Math.min(rect.y + rect.height, height),
      };
      raster.copy(part, display);
      for (const layer of [...others(), ...mine()]) show(display, part, layer);
    },

    composeOwn(display) {
      refresh();
      raster.copy(whole, display);
      for (const layer of mine()) show(display, whole, layer);
    },

    hash() {
      refresh();
      if (colours()) {
        const sees = createSight((mark) => mark.undone > 0);
        const same = (mark: Mark): boolean => (sees(mark) && isIn(mark)) === mark.laid;
        if (!marks.list.toReversed().every(same)) return undefined;
      }
      return raster.hash();
    },
    lookAhead(tiles) {
      if (flipped) refresh(RUNS_A_LOOK);
      return stale.length === 0 && raster.look(tiles);
    },

    look(through) {
      if (through.only === lens.only && through.tint === lens.tint) return;
      if (through.tint !== lens.tint) stale = [{ ...whole }];
      flipped = true;
      lens = through;
      addDirty(whole); // what has not settled, too
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
      addDirty(whole);
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
      // It may have been looked at otherwise.
      flipped = true;
      stale = from && from.lens.tint !== lens.tint ? [{ ...whole }] : [];
      dirty = [{ ...whole }];
    },
  };

  function show(display: Uint32Array, part: Bounds, layer: Live | Spread): void {
    const ink = inkOf(layer.mark);
    if (layer.kind === "fill") {
      layMark(display, width, part, layer.mark, ink);
      return;
    }
    refreshTail(layer.stroke);
    blendMasks(display, part, layer.stroke.body, layer.stroke.tail, ink);
  }
}

const idOf = ({ pen, n }: Id): Id => ({ pen, n });
