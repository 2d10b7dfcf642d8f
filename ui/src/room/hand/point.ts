/** Points on the sheet. */
import { MAX_X, MAX_Y, MIN_X, MIN_Y } from "../../ink/op";

/** A point in units: floats for hands, whole numbers for ink. */
export type Point = { x: number; y: number };

/** Rounds a point to whole units and clamps it to what the protocol allows beside the canvas. */
export function toWholeUnits({ x, y }: Point): Point {
  return {
    x: Math.round(Math.min(MAX_X, Math.max(MIN_X, x))),
    y: Math.round(Math.min(MAX_Y, Math.max(MIN_Y, y))),
  };
}
