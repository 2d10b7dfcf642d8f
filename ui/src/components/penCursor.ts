/** The mouse over the sheet: one's own pencil, or the eraser's size. */
import type { Brush } from "../room/capture";
import type { Seat } from "../room/state";

/** A cursor larger than this is not shown by browsers, in px. */
const LARGEST = 120;

/** As in tokens.css: what lies over the sheet keeps the light colours. */
const colours: Record<Seat, string> = { 1: "#b83412", 2: "#175fae" };

/** CSS for `cursor`; scale is CSS px a unit. */
export function penCursor(seat: Seat, brush: Brush, scale: number): string {
  if (brush.tool === "eraser") return eraser(brush.size * scale);
  const body = colours[seat];
  return cursor(
    40,
    `<g transform='translate(2 38) rotate(-45)' stroke='#25211c' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>` +
      `<path d='M0 0 10-6 38-6C42-6 42 6 38 6L10 6Z' fill='#fff' stroke='#fff' stroke-width='5'/>` +
      `<path d='M0 0 10-6 38-6C42-6 42 6 38 6L10 6Z' fill='#fff3cf'/>` +
      `<path d='M10-6 38-6C42-6 42 6 38 6L10 6C12 2 12-2 10-6Z' fill='${body}'/>` +
      `<path d='M0 0 4-2.4 4 2.4Z' fill='#25211c'/></g>`,
    2,
    38,
  );
}

function eraser(diameter: number): string {
  const d = Math.round(Math.min(LARGEST, Math.max(6, diameter)));
  const side = d + 4;
  const middle = side / 2;
  return cursor(
    side,
    `<circle cx='${middle}' cy='${middle}' r='${d / 2}' fill='#fff' fill-opacity='.4' stroke='#25211c' stroke-width='1.6'/>`,
    Math.round(middle),
    Math.round(middle),
  );
}

function cursor(side: number, drawing: string, x: number, y: number): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='${side}' height='${side}'>${drawing}</svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}") ${x} ${y}, crosshair`;
}
