/**
 * The mouse cursor over the sheet: a pencil in the seat's colour, the eraser's size, or the tool's
 * icon.
 */

import { drawingOf, type IconName } from "../../design/icons/icons";
import type { Brush } from "../hand/brush";
import type { Seat } from "../line/state";

/** Browsers show no cursor larger than this, in px. */
const MAX_CURSOR = 120;

/** As in tokens.css: elements over the sheet keep the light colours. */
const colours: Record<Seat, string> = { 1: "#b83412", 2: "#175fae" };
const INK = "#25211c";

/** The CSS value of `cursor`; scale is CSS px per unit. */
export function penCursor(seat: Seat, brush: Brush, scale: number): string {
  switch (brush.tool) {
    case "pen":
      return pencil(colours[seat]);
    case "eraser":
      return eraser(brush.size * scale);
    case "fill":
      return tool("fill", 26, 23);
    case "eyedropper":
      return tool("eyedropper", 5, 25);
    case "line":
    case "rectangle":
    case "ellipse":
      return cross(brush.size * scale);
  }
}

function pencil(body: string): string {
  return cursor(
    40,
    `<g transform='translate(2 38) rotate(-45)' stroke='${INK}' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>` +
      `<path d='M0 0 10-6 38-6C42-6 42 6 38 6L10 6Z' fill='#fff' stroke='#fff' stroke-width='5'/>` +
      `<path d='M0 0 10-6 38-6C42-6 42 6 38 6L10 6Z' fill='#fff3cf'/>` +
      `<path d='M10-6 38-6C42-6 42 6 38 6L10 6C12 2 12-2 10-6Z' fill='${body}'/>` +
      `<path d='M0 0 4-2.4 4 2.4Z' fill='${INK}'/></g>`,
    2,
    38,
  );
}

function eraser(diameter: number): string {
  const d = Math.round(Math.min(MAX_CURSOR, Math.max(6, diameter)));
  const side = d + 4;
  const middle = side / 2;
  return cursor(
    side,
    `<circle cx='${middle}' cy='${middle}' r='${d / 2}' fill='#fff' fill-opacity='.4' stroke='${INK}' stroke-width='1.6'/>`,
    Math.round(middle),
    Math.round(middle),
  );
}

/** The tool's icon with a white outline; x, y is its hot spot. */
function tool(name: IconName, x: number, y: number): string {
  const { line, dot = "" } = drawingOf(name);
  return cursor(
    30,
    `<g transform='translate(2 2) scale(1.1)' fill='none' stroke-linecap='round' stroke-linejoin='round'>` +
      `<path d='${line} ${dot}' fill='#fff' stroke='#fff' stroke-width='5.4'/>` +
      `<path d='${line}' fill='#fffdf6' stroke='${INK}' stroke-width='2'/>` +
      `<path d='${dot}' fill='${INK}'/></g>`,
    x,
    y,
  );
}

/** Thin lines that meet where a shape begins, and a circle as wide as its line. */
function cross(diameter: number): string {
  const d = Math.min(MAX_CURSOR - 40, Math.max(3, diameter));
  const gap = d / 2 + 4;
  const end = gap + 9;
  const middle = Math.ceil(end + 3);
  const lines = `M0-${end}V-${gap}M0 ${gap}V${end}M-${end} 0H-${gap}M${gap} 0H${end}`;
  return cursor(
    2 * middle,
    `<g transform='translate(${middle} ${middle})' fill='none' stroke-linecap='round'>` +
      `<path d='${lines}' stroke='#fff' stroke-width='5'/><circle r='${d / 2}' stroke='#fff' stroke-width='3.6'/>` +
      `<path d='${lines}' stroke='${INK}' stroke-width='2'/><circle r='${d / 2}' stroke='${INK}' stroke-width='1.4'/></g>`,
    middle,
    middle,
  );
}

function cursor(side: number, content: string, x: number, y: number): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='${side}' height='${side}'>${content}</svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}") ${x} ${y}, crosshair`;
}
