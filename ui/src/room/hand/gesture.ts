/** What each tool does from when the pointer is pressed until it is released. */
import type { Op } from "../../ink/op";
import type { Brush, BrushTool } from "./brush";
import { type Pen, type Sample, startCapture } from "./capture";
import type { Point } from "./point";
import { type Drag, type ShapeTool, shapeOps } from "./shape";

/** What a tool can do to the sheet. */
export type ToolSheet = {
  /** Draws an op without sending it. */
  sketch(op: Op): void;
  /**
   * Draws the current stroke going on along these points, x, y in units, until the next op or
   * guess.
   */
  guess(points: readonly number[]): void;
  /** Sends the sketched ops. */
  commit(): void;
  /** Removes the sketched ops, as if they had never been. */
  discard(): void;
  /** Fills the area of one colour around a point. */
  fill(at: Point): void;
  /** Takes the colour at a point into the brush. */
  pickColour(at: Point): void;
  /** A colour was picked: switches back to the tool before the eyedropper. */
  endPicking(): void;
  /** Picking was cancelled: restores the brush's colour, 0xRRGGBB. */
  restoreColour(colour: number): void;
};

/** A tool in use, from press to release. */
export type Gesture = {
  /** The hand moved along `path` and is predicted to move on to `soon`. */
  move(path: readonly Sample[], soon: readonly Point[]): void;
  /** Shift was pressed or released: it constrains shapes. */
  constrain(on: boolean): void;
  /** The hand is about to leave the sheet, at this point. */
  leave(from: Point): void;
  /**
   * Draws what is new; call it once a frame. `sure`: it can no longer turn into a pinch, so ink may
   * be sent.
   */
  show(at: number, sure: boolean): void;
  /** The hand left the sheet. Sketches the rest; the caller commits it. */
  finish(at: number): void;
  /** Undoes everything, as if the tool had not been used. */
  abandon(): void;
};

/**
 * When a tool acts: a stroke while the pointer moves, a shape when it is released, a press as soon
 * as it is pressed.
 */
const ACTS: Record<BrushTool, "stroke" | "shape" | "press"> = {
  pen: "stroke",
  eraser: "stroke",
  fill: "press",
  line: "shape",
  rectangle: "shape",
  ellipse: "shape",
  eyedropper: "press",
};

/**
 * Whether a tool sends ink while the pointer is still down; other tools act when it is released.
 */
export function isStroke(tool: BrushTool): boolean {
  return ACTS[tool] === "stroke";
}

/** Whether a press alone does all that a tool does. */
export function isPress(tool: BrushTool): boolean {
  return ACTS[tool] === "press";
}

export function startGesture(
  brush: Brush,
  start: Sample,
  constrained: boolean,
  sheet: ToolSheet,
): Gesture {
  const { tool, size, colour } = brush;
  switch (tool) {
    case "pen":
    case "eraser":
      return stroke({ tool, size, colour }, start, sheet);
    case "line":
    case "rectangle":
    case "ellipse":
      return shape({ tool, size, colour }, start, constrained, sheet);
    case "fill":
      return fill(start, sheet);
    case "eyedropper":
      return eyedropper(start, colour, sheet);
  }
}

function stroke(pen: Pen, start: Sample, sheet: ToolSheet): Gesture {
  const capture = startCapture(pen, start);
  let soon: readonly Point[] = [];
  sheet.sketch(capture.begin);
  return {
    move(path, next) {
      for (const sample of path) capture.move(sample);
      soon = next;
    },
    constrain() {},
    leave: capture.leave,
    show(at, sure) {
      for (const op of capture.drain(at)) sheet.sketch(op);
      if (sure) sheet.commit();
      sheet.guess(capture.ahead(soon));
      // Without a new sample before the next frame, the hand is at rest.
      soon = [];
    },
    finish(at) {
      sheet.guess([]);
      for (const op of capture.finish(at)) sheet.sketch(op);
    },
    abandon: sheet.discard,
  };
}

/** Sketches the shape again whenever the hand moves; it is sent on release. */
function shape(
  { tool, ...ink }: { tool: ShapeTool; size: number; colour: number },
  start: Sample,
  constrained: boolean,
  sheet: ToolSheet,
): Gesture {
  const drag: Drag = { from: start, to: start, constrained, duration: 0 };
  let changed = false;
  let shown = false;

  function discardShown(): void {
    if (shown) sheet.discard();
    shown = false;
  }

  function sketch(): void {
    discardShown();
    // A press without a move is not a shape.
    if (drag.from.x === drag.to.x && drag.from.y === drag.to.y) return;
    for (const op of shapeOps(tool, ink, drag)) sheet.sketch(op);
    shown = true;
  }

  return {
    move(way) {
      const last = way[way.length - 1];
      drag.to = last;
      changed = true;
    },
    constrain(on) {
      changed ||= drag.constrained !== on;
      drag.constrained = on;
    },
    leave(from) {
      drag.to = from;
    },
    show() {
      if (changed) sketch();
      changed = false;
    },
    finish(at) {
      drag.duration = at - start.at;
      sketch();
      if (shown) sheet.sketch({ kind: "end" });
    },
    abandon: discardShown,
  };
}

/** Fills once, as soon as the press cannot turn into a pinch. */
function fill(start: Sample, sheet: ToolSheet): Gesture {
  let at: Point = start;
  let done = false;
  function fillOnce(): void {
    if (!done) sheet.fill(at);
    done = true;
  }
  return {
    move(way) {
      at = way[way.length - 1];
    },
    constrain() {},
    leave() {},
    show(_, sure) {
      if (sure) fillOnce();
    },
    finish: fillOnce,
    abandon() {},
  };
}

/** Updates the brush's colour while the hand moves, until it is released. */
function eyedropper(start: Sample, colour: number, sheet: ToolSheet): Gesture {
  let at: Point | undefined = start;
  function pick(): void {
    if (at) sheet.pickColour(at);
    at = undefined;
  }
  return {
    move(way) {
      at = way[way.length - 1];
    },
    constrain() {},
    leave(from) {
      at = from;
    },
    show(_, sure) {
      if (sure) pick();
    },
    finish() {
      pick();
      sheet.endPicking();
    },
    abandon() {
      sheet.restoreColour(colour);
    },
  };
}
