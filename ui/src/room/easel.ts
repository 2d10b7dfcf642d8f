/**
 * What a player draws with: the hands, the fills, undo, redo and clear, on a picture that is painted on an element. The
 * room has one, and so has the warm-up sheet, which no room sees.
 */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Seat } from "../ink/canvas";
import type { Op } from "../ink/op";
import { createFiller } from "./canvas/filler";
import { createFills, type FillResult, pixelOf } from "./canvas/fills";
import { createPainter, type Painter } from "./canvas/painter";
import type { Picture } from "./canvas/picture";
import type { Brush } from "./hand/brush";
import { createHands, type Hands } from "./hand/hands";
import type { Point } from "./hand/point";

/** Which actions on the player's own marks would have an effect now. */
export type PossibleActions = { undo: boolean; redo: boolean; clear: boolean };

const NOTHING_POSSIBLE: PossibleActions = { undo: false, redo: false, clear: false };

export type Easel = {
  readonly hands: Hands;
  readonly possible: ReadonlySignal<PossibleActions>;
  /** Attaches the easel to its elements; call the result to detach it. */
  mount(area: HTMLElement, element: HTMLCanvasElement): () => void;
  /** Draws what the player has done and paints the picture; returns whether all of it is painted. */
  draw(): boolean;
  /** Undoes the player's newest mark, or cancels the current stroke or the newest pending fill. */
  undo(): void;
  redo(): void;
  /** Removes all of the player's own ink. */
  clear(): void;
  /** Fills the area around a point. */
  fill(place: Point): Promise<FillResult>;
  /** The colour of the picture at a point, 0xRRGGBB. */
  colourAt(place: Point): number | undefined;
  stop(): void;
};

type EaselDeps = {
  picture: Picture;
  brush: Signal<Brush>;
  canDraw: ReadonlySignal<boolean>;
  seat(): Seat;
  /** Takes the player's next ops, which are in the picture. */
  push(ops: Op[]): void;
  /** Schedules a frame. */
  wake(): void;
  /** A fill failed because its area is too intricate. */
  onIntricate?: () => void;
  /** The sheet always fills its area: it neither pans nor zooms. */
  fixed?: boolean;
};

export function createEasel(deps: EaselDeps): Easel {
  const { picture, brush, canDraw, seat, wake } = deps;
  const possibleNow = signal(NOTHING_POSSIBLE);
  let painter: Painter | undefined;

  const filler = createFiller();
  const fills = createFills({
    filler,
    canvas: () => picture.canvas,
    canDraw: () => canDraw.value,
    drawing: () => hands.drawing,
    submit,
  });
  const hands = createHands({
    fixed: deps.fixed,
    canDraw,
    brush,
    sketch: (op) => picture.sketch(op),
    guess: (points) => picture.guess(points),
    commit,
    discard: () => picture.discard(),
    fill(place) {
      void fill(place).then((done) => {
        if (done === "intricate") deps.onIntricate?.();
      });
    },
    colourAt,
    wake,
  });

  /** Starts the worker early, so that the first fill does not wait for it. */
  const stopWarming = effect(() => {
    if (brush.value.tool === "fill") filler.startWorker();
  });

  /** Ends the open stroke when drawing is no longer allowed. */
  const stopLifting = effect(() => {
    if (!canDraw.value) hands.finish();
  });

  function commit(): void {
    const ops = picture.commit();
    if (ops.length > 0) deps.push(ops);
  }

  /** Draws an op that is not part of a stroke. */
  function submit(op: Op): void {
    picture.sketch(op);
    commit();
    wake();
  }

  function undoOrRedo(kind: "undo" | "redo"): void {
    if (!canDraw.value) return;
    hands.finish();
    if (kind === "undo" && fills.cancelNewest()) return;
    const { canvas } = picture;
    const target = kind === "undo" ? canvas.undoTarget(seat()) : canvas.redoTarget(seat());
    if (target) submit({ kind, target });
  }

  function fill(place: Point): Promise<FillResult> {
    return fills.start(place, brush.value.colour);
  }

  function colourAt(place: Point): number | undefined {
    const { x, y } = pixelOf(place);
    return picture.canvas.colourAt(x, y);
  }

  /** Updates which of undo, redo and clear would have an effect. */
  function updatePossible(): void {
    const { canvas } = picture;
    const now: PossibleActions = {
      undo: fills.pending || canvas.undoTarget(seat()) !== undefined,
      redo: canvas.redoTarget(seat()) !== undefined,
      clear: canvas.hasInk(seat()),
    };
    const { undo, redo, clear } = possibleNow.value;
    if (now.undo !== undo || now.redo !== redo || now.clear !== clear) possibleNow.value = now;
  }

  return {
    hands,
    possible: computed(() => (canDraw.value ? possibleNow.value : NOTHING_POSSIBLE)),
    mount(area, element) {
      painter = createPainter(element, wake);
      const unmount = hands.mount(area);
      wake();
      return () => {
        hands.finish();
        unmount();
        painter = undefined;
      };
    },
    draw() {
      hands.drain();
      fills.settle();
      const allPainted = painter?.paint(picture.canvas) ?? true;
      updatePossible();
      return allPainted;
    },
    undo: () => undoOrRedo("undo"),
    redo: () => undoOrRedo("redo"),
    clear() {
      if (!canDraw.value) return;
      hands.finish();
      fills.cancelAll();
      if (picture.canvas.hasInk(seat())) submit({ kind: "clear" });
    },
    fill,
    colourAt,
    stop() {
      stopLifting();
      stopWarming();
      filler.stop();
    },
  };
}
