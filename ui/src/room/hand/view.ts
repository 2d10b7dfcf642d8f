/** The position and scale of the sheet in its area of the screen. Pure. */
import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../../ink/op";

/** In CSS px. */
export type Size = { width: number; height: number };

/** CSS px per unit, and the position of the sheet's top left corner in the area, in CSS px. */
export type View = { scale: number; x: number; y: number };

/** The greatest zoom, relative to the whole sheet. */
const MAX_ZOOM = 8;

/**
 * A view that fills the area hides much of the sheet if it is more than this times as large as the
 * whole sheet's view.
 */
const MUCH_LARGER = 1.4;

/** A point that must be visible keeps this distance from the edge of the area, in CSS px. */
const MARGIN = 40;

function fitScale(area: Size): number {
  return Math.min(area.width / CANVAS_WIDTH, area.height / CANVAS_HEIGHT);
}

/** The view of the whole sheet. */
export function fitView(area: Size): View {
  return clampView({ scale: fitScale(area), x: 0, y: 0 }, area);
}

/** The view in which the sheet fills the area, centred. */
export function fillView(area: Size): View {
  const scale = Math.max(area.width / CANVAS_WIDTH, area.height / CANVAS_HEIGHT);
  return centreOn({ x: CANVAS_WIDTH / 2, y: CANVAS_HEIGHT / 2 }, scale, area);
}

/**
 * Whether the whole sheet is shown much smaller than one that fills the area: then players want to
 * switch between the two.
 */
export function isFitSmall(area: Size): boolean {
  return fillView(area).scale > fitScale(area) * MUCH_LARGER;
}

/** Whether the whole sheet is in view. */
export function isFit(view: View, area: Size): boolean {
  return view.scale <= fitScale(area) * 1.001;
}

/** The view at a scale that centres a point of the sheet, in units. */
export function centreOn(centre: { x: number; y: number }, scale: number, area: Size): View {
  return clampView(
    { scale, x: area.width / 2 - centre.x * scale, y: area.height / 2 - centre.y * scale },
    area,
  );
}

/** The point of the sheet at the centre of the area, in units. */
export function centreOf(view: View, area: Size): { x: number; y: number } {
  return toUnits(view, area.width / 2, area.height / 2);
}

/** Converts a position in the area, in CSS px, to units of the sheet. */
export function toUnits(view: View, x: number, y: number): { x: number; y: number } {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
}

/** Converts a point of the sheet, in units, to CSS px in the area. */
export function toArea(view: View, x: number, y: number): { x: number; y: number } {
  return { x: view.x + x * view.scale, y: view.y + y * view.scale };
}

/** The middle of two fingers and their distance, in CSS px. */
export type Pinch = { x: number; y: number; distance: number };

/** The view after two fingers moved: what was between them still is. */
export function pinchView(view: View, from: Pinch, to: Pinch, area: Size): View {
  const scale = clampScale(view.scale * (to.distance / Math.max(1, from.distance)), area);
  const held = toUnits(view, from.x, from.y);
  return clampView({ scale, x: to.x - held.x * scale, y: to.y - held.y * scale }, area);
}

/** The view zoomed by a factor, about the centre of the area. */
export function zoomView(view: View, by: number, area: Size): View {
  return centreOn(centreOf(view, area), clampScale(view.scale * by, area), area);
}

/**
 * The view panned as little as necessary to have a point of the sheet, in units, well inside the
 * area.
 */
export function panToShow(view: View, point: { x: number; y: number }, area: Size): View {
  const at = toArea(view, point.x, point.y);
  const x = view.x + offsetInto(at.x, area.width);
  const y = view.y + offsetInto(at.y, area.height);
  return clampView({ scale: view.scale, x, y }, area);
}

/** How far a position must move to be inside a length, at a margin from its ends. */
function offsetInto(at: number, length: number): number {
  const margin = Math.min(MARGIN, length / 2);
  return Math.min(length - margin, Math.max(margin, at)) - at;
}

/** The view after the area was resized: same centre, same relative zoom. */
export function resizeView(view: View, from: Size, to: Size): View {
  const nearness = view.scale / fitScale(from);
  return centreOn(centreOf(view, from), clampScale(nearness * fitScale(to), to), to);
}

function clampScale(scale: number, area: Size): number {
  const least = fitScale(area);
  return Math.min(least * MAX_ZOOM, Math.max(least, scale));
}

/**
 * Keeps the sheet in the area: without a gap if it is larger than the area, centred if it is
 * smaller.
 */
function clampView(view: View, area: Size): View {
  return {
    scale: view.scale,
    x: clampAxis(view.x, CANVAS_WIDTH * view.scale, area.width),
    y: clampAxis(view.y, CANVAS_HEIGHT * view.scale, area.height),
  };
}

function clampAxis(at: number, length: number, free: number): number {
  if (length <= free) return (free - length) / 2;
  return Math.min(0, Math.max(free - length, at));
}
