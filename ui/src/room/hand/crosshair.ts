/** The crosshair that the keyboard moves over the sheet. Pure. */
import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../../ink/op";
import type { Point } from "./point";

/** The crosshair's position, and whether its pen is down. */
export type Crosshair = Point & { down: boolean };

/** How far an arrow key moves the crosshair, in units; with Shift it moves by FINE. */
const STEP = 48;
const FINE_STEP = 8;

const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export function isArrow(key: string): boolean {
  return Object.hasOwn(ARROWS, key);
}

/**
 * The point that the held arrow keys lead to; two at once move diagonally. It stays on the sheet.
 */
export function moveByArrows(from: Point, held: ReadonlySet<string>, fine: boolean): Point {
  const step = fine ? FINE_STEP : STEP;
  let { x, y } = from;
  for (const key of held) {
    x += (ARROWS[key]?.x ?? 0) * step;
    y += (ARROWS[key]?.y ?? 0) * step;
  }
  return {
    x: Math.min(CANVAS_WIDTH, Math.max(0, x)),
    y: Math.min(CANVAS_HEIGHT, Math.max(0, y)),
  };
}

/** A point in percent of the sheet, for screen readers. */
export function percentOf({ x, y }: Point): Point {
  return { x: Math.round((100 * x) / CANVAS_WIDTH), y: Math.round((100 * y) / CANVAS_HEIGHT) };
}
