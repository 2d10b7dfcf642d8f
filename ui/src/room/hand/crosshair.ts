/** A hand that has no pointer: the keys move a crosshair over the sheet. Pure. */
import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../../ink/op";
import type { Place } from "./place";

/** Where the keys' hand is, and whether its pen is on the paper. */
export type Crosshair = Place & { down: boolean };

/** How far an arrow goes, in units; with Shift it goes a fine step. */
const STEP = 48;
const FINE = 8;

const ARROWS: Record<string, Place> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export function isArrow(key: string): boolean {
  return Object.hasOwn(ARROWS, key);
}

/** Where the arrows that are held lead; two of them at once lead aslant. It stays on the sheet. */
export function stepped(from: Place, held: ReadonlySet<string>, fine: boolean): Place {
  const step = fine ? FINE : STEP;
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

/** Where that is, in percent of the sheet: to be said. */
export function percentOf({ x, y }: Place): Place {
  return { x: Math.round((100 * x) / CANVAS_WIDTH), y: Math.round((100 * y) / CANVAS_HEIGHT) };
}
