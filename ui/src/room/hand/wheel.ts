/** Wheel and trackpad input over the sheet. Pure. */
import type { Pinch } from "./view";

/** The px of a line and of a page, for wheels that count in those. */
const LINE = 16;
const PAGE = 400;

/** This many px zoom by e. A single event counts for at most MOST px. */
const PX_PER_ZOOM = 100;
const MAX_PX = 25;

type WheelInput = Pick<
  WheelEvent,
  "clientX" | "clientY" | "deltaX" | "deltaY" | "deltaMode" | "ctrlKey" | "metaKey" | "shiftKey"
>;

/**
 * Converts a wheel event to a pinch. The wheel pans, sideways with Shift; with Ctrl or Cmd it zooms
 * about the pointer. Browsers report a trackpad's pinch as a wheel with Ctrl.
 */
export function wheelToPinch(wheel: WheelInput): [from: Pinch, to: Pinch] {
  const { clientX: x, clientY: y } = wheel;
  const unit = wheel.deltaMode === 2 ? PAGE : wheel.deltaMode === 1 ? LINE : 1;
  const dx = wheel.deltaX * unit;
  const dy = wheel.deltaY * unit;
  const from = { x, y, distance: 1 };
  if (wheel.ctrlKey || wheel.metaKey) {
    const distance = Math.exp(-Math.min(MAX_PX, Math.max(-MAX_PX, dy)) / PX_PER_ZOOM);
    return [from, { x, y, distance }];
  }
  const sideways = wheel.shiftKey && dx === 0;
  return [from, { x: x - (sideways ? dy : dx), y: y - (sideways ? 0 : dy), distance: 1 }];
}
