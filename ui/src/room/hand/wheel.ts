/** The wheel and the trackpad over the sheet. Pure. */
import type { Pinch } from "./view";

/** What a wheel that counts lines or pages means by one, in px. */
const LINE = 16;
const PAGE = 400;

/** A zoom of e takes so many px, and a single turn counts for no more than MOST. */
const ZOOM = 100;
const MOST = 25;

type Turn = Pick<
  WheelEvent,
  "clientX" | "clientY" | "deltaX" | "deltaY" | "deltaMode" | "ctrlKey" | "metaKey" | "shiftKey"
>;

/**
 * As two fingers would have done it. The wheel moves the sheet, sideways with Shift; with Ctrl or Cmd
 * it zooms about the pointer, and so does a pinch on a trackpad, which browsers report with Ctrl.
 */
export function wheeled(turn: Turn): [from: Pinch, to: Pinch] {
  const { clientX: x, clientY: y } = turn;
  const unit = turn.deltaMode === 2 ? PAGE : turn.deltaMode === 1 ? LINE : 1;
  const dx = turn.deltaX * unit;
  const dy = turn.deltaY * unit;
  const from = { x, y, apart: 1 };
  if (turn.ctrlKey || turn.metaKey) {
    const apart = Math.exp(-Math.min(MOST, Math.max(-MOST, dy)) / ZOOM);
    return [from, { x, y, apart }];
  }
  const sideways = turn.shiftKey && dx === 0;
  return [from, { x: x - (sideways ? dy : dx), y: y - (sideways ? 0 : dy), apart: 1 }];
}
