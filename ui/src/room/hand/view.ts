/** Where the sheet lies in the free area of the screen. Pure. */
import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../../ink/op";

/** In CSS px. */
export type Size = { width: number; height: number };

/** CSS px a unit, and where the sheet's top left corner lies in the area, in CSS px. */
export type View = { scale: number; x: number; y: number };

/** How much nearer than the whole sheet a view may come. */
const NEAREST = 8;

/** An area that is full of sheet hides much of it when that is more than this times as large as a whole one. */
const HIDES_MUCH = 1.4;

/** What is to be seen keeps so far from the edge of the area, in CSS px. */
const MARGIN = 40;

function fitScale(area: Size): number {
  return Math.min(area.width / CANVAS_WIDTH, area.height / CANVAS_HEIGHT);
}

/** The whole sheet. */
export function fitted(area: Size): View {
  return within({ scale: fitScale(area), x: 0, y: 0 }, area);
}

/** The area full of sheet, its middle in the middle. */
export function filled(area: Size): View {
  const scale = Math.max(area.width / CANVAS_WIDTH, area.height / CANVAS_HEIGHT);
  return around({ x: CANVAS_WIDTH / 2, y: CANVAS_HEIGHT / 2 }, scale, area);
}

/** Whether the whole sheet is small beside one that fills the area: then one wants to change between the two. */
export function isSmallWhole(area: Size): boolean {
  return filled(area).scale > fitScale(area) * HIDES_MUCH;
}

/** Whether the whole sheet is in view. */
export function isWhole(view: View, area: Size): boolean {
  return view.scale <= fitScale(area) * 1.001;
}

/** A view at a scale that has a point of the sheet, in units, in the middle of the area. */
export function around(centre: { x: number; y: number }, scale: number, area: Size): View {
  return within(
    { scale, x: area.width / 2 - centre.x * scale, y: area.height / 2 - centre.y * scale },
    area,
  );
}

/** The point of the sheet that lies in the middle of the area, in units. */
export function centre(view: View, area: Size): { x: number; y: number } {
  return toUnits(view, area.width / 2, area.height / 2);
}

/** The point of the sheet, in units, at a place in the area, in CSS px. */
export function toUnits(view: View, x: number, y: number): { x: number; y: number } {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
}

/** The place in the area, in CSS px, of a point of the sheet, in units. */
export function toArea(view: View, x: number, y: number): { x: number; y: number } {
  return { x: view.x + x * view.scale, y: view.y + y * view.scale };
}

/** Two fingers' places: their middle and how far they are apart, in CSS px. */
export type Pinch = { x: number; y: number; apart: number };

/** The view after two fingers moved: what lay between them still does. */
export function pinched(view: View, from: Pinch, to: Pinch, area: Size): View {
  const scale = clampScale(view.scale * (to.apart / Math.max(1, from.apart)), area);
  const held = toUnits(view, from.x, from.y);
  return within({ scale, x: to.x - held.x * scale, y: to.y - held.y * scale }, area);
}

/** The view so many times as near, about the middle of the area. */
export function zoomed(view: View, by: number, area: Size): View {
  return around(centre(view, area), clampScale(view.scale * by, area), area);
}

/** The view moved as little as it takes to have a point of the sheet, in units, well in it. */
export function showing(view: View, point: { x: number; y: number }, area: Size): View {
  const at = toArea(view, point.x, point.y);
  const x = view.x + into(at.x, area.width);
  const y = view.y + into(at.y, area.height);
  return within({ scale: view.scale, x, y }, area);
}

/** How far it is from a place to what is well within a length. */
function into(at: number, length: number): number {
  const margin = Math.min(MARGIN, length / 2);
  return Math.min(length - margin, Math.max(margin, at)) - at;
}

/** The view after the area changed its size: the same middle, as near as before. */
export function resized(view: View, from: Size, to: Size): View {
  const nearness = view.scale / fitScale(from);
  return around(centre(view, from), clampScale(nearness * fitScale(to), to), to);
}

function clampScale(scale: number, area: Size): number {
  const least = fitScale(area);
  return Math.min(least * NEAREST, Math.max(least, scale));
}

/** Keeps the sheet in the area: no gap beside it where it is larger, in the middle where smaller. */
function within(view: View, area: Size): View {
  return {
    scale: view.scale,
    x: along(view.x, CANVAS_WIDTH * view.scale, area.width),
    y: along(view.y, CANVAS_HEIGHT * view.scale, area.height),
  };
}

function along(at: number, length: number, free: number): number {
  if (length <= free) return (free - length) / 2;
  return Math.min(0, Math.max(free - length, at));
}
