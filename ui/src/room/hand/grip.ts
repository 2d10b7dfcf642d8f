/** What a hand does with each tool, from down to up. */
import type { Op } from "../../ink/op";
import type { Brush, BrushTool } from "./brush";
import { type Pen, type Sample, startCapture } from "./capture";
import type { Place } from "./place";
import { type Drag, type ShapeTool, shapeOps } from "./shape";

/** Where what a tool does goes to. */
export type Sheet = {
  /** Shows an op and keeps it back. */
  sketch(op: Op): void;
  /** Shows, until the next op or guess, the stroke in hand going on along these points: x, y in units. */
  guess(points: readonly number[]): void;
  /** Sends what was sketched. */
  commit(): void;
  /** Takes back what was sketched, as if it had never been. */
  discard(): void;
  /** Fills the area of one colour around a place. */
  fill(at: Place): void;
  /** Takes up the ink that lies at a place. */
  dip(at: Place): void;
  /** The ink was chosen: the eyedropper is put down. */
  dipped(): void;
  /** It was not: the ink in hand is this again, 0xRRGGBB. */
  undip(colour: number): void;
};

/** A tool on the sheet. */
export type Grip = {
  /** The hand moved along `way` and is likely to be at `soon` next. */
  move(way: readonly Sample[], soon: readonly Place[]): void;
  /** Shift went down or up: shapes get even. */
  even(on: boolean): void;
  /** The hand is about to leave the sheet, from here. */
  leave(from: Place): void;
  /** Once a frame. It is sure when it can't turn out to be a pinch any more: ink may go out. */
  show(at: number, sure: boolean): void;
  /** The hand left the sheet. What it drew is sketched, and to be committed. */
  finish(at: number): void;
  /** It never was. */
  abandon(): void;
};

/** Whether ink of a tool goes out while the hand is still down; all else happens as a whole. */
export function isStroke(tool: BrushTool): boolean {
  return tool === "pen" || tool === "eraser";
}

/** Whether a mere press with a tool does all that it does. */
export function isPress(tool: BrushTool): boolean {
  return tool === "fill" || tool === "eyedropper";
}

export function takeGrip(brush: Brush, start: Sample, even: boolean, sheet: Sheet): Grip {
  const { tool, size, colour } = brush;
  switch (tool) {
    case "pen":
    case "eraser":
      return stroke({ tool, size, colour }, start, sheet);
    case "line":
    case "rectangle":
    case "ellipse":
      return shape({ tool, size, colour }, start, even, sheet);
    case "fill":
      return fill(start, sheet);
    case "eyedropper":
      return eyedropper(start, colour, sheet);
  }
}

function stroke(pen: Pen, start: Sample, sheet: Sheet): Grip {
  const capture = startCapture(pen, start);
  let soon: readonly Place[] = [];
  sheet.sketch(capture.begin);
  return {
    move(way, next) {
      for (const sample of way) capture.move(sample);
      soon = next;
    },
    even() {},
    leave: capture.leave,
    show(at, sure) {
      for (const op of capture.drain(at)) sheet.sketch(op);
      if (sure) sheet.commit();
      sheet.guess(capture.ahead(soon));
      // A hand that says nothing until the next frame rests.
      soon = [];
    },
    finish(at) {
      sheet.guess([]);
      for (const op of capture.finish(at)) sheet.sketch(op);
    },
    abandon: sheet.discard,
  };
}

/** Its ops are sketched anew as the hand moves; none goes out before the hand is up. */
function shape(
  { tool, ...ink }: { tool: ShapeTool; size: number; colour: number },
  start: Sample,
  even: boolean,
  sheet: Sheet,
): Grip {
  const drag: Drag = { from: start, to: start, even, took: 0 };
  let changed = false;
  let shown = false;

  function takeBack(): void {
    if (shown) sheet.discard();
    shown = false;
  }

  function sketch(): void {
    takeBack();
    // A press that goes nowhere is no shape.
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
    even(on) {
      changed ||= drag.even !== on;
      drag.even = on;
    },
    leave(from) {
      drag.to = from;
    },
    show() {
      if (changed) sketch();
      changed = false;
    },
    finish(at) {
      drag.took = at - start.at;
      sketch();
      if (shown) sheet.sketch({ kind: "end" });
    },
    abandon: takeBack,
  };
}

/** Fills once, as soon as it is sure that it should. */
function fill(start: Sample, sheet: Sheet): Grip {
  let at: Place = start;
  let done = false;
  function once(): void {
    if (!done) sheet.fill(at);
    done = true;
  }
  return {
    move(way) {
      at = way[way.length - 1];
    },
    even() {},
    leave() {},
    show(_, sure) {
      if (sure) once();
    },
    finish: once,
    abandon() {},
  };
}

/** The ink changes under the hand until it is up. */
function eyedropper(start: Sample, colour: number, sheet: Sheet): Grip {
  let at: Place | undefined = start;
  function dip(): void {
    if (at) sheet.dip(at);
    at = undefined;
  }
  return {
    move(way) {
      at = way[way.length - 1];
    },
    even() {},
    leave(from) {
      at = from;
    },
    show(_, sure) {
      if (sure) dip();
    },
    finish() {
      dip();
      sheet.dipped();
    },
    abandon() {
      sheet.undip(colour);
    },
  };
}
