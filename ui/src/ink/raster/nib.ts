/** The width of a stroke at each of its points: section 2 of room/ink/doc.go. */
import type { Tool } from "../op";

/** The nib of one stroke. Distances are in 1/16 unit, radii in sub. */
export type Nib = {
  readonly tool: Tool;
  /** Brush diameter in units. */
  readonly size: number;
  /** Follows the slowness of the hand (pen) or the pressure (pressure pen), up to about 4096. */
  v: number;
};

export function createNib(tool: Tool, size: number, pressure: number): Nib {
  return { tool, size, v: tool === "pressure_pen" ? 65 * pressure : 2600 };
}

/** Moves the nib to the next point, at distance d from the last one. */
export function moveNib(nib: Nib, d: number, pressure: number): void {
  switch (nib.tool) {
    case "pen": {
      const sp = Math.min(4096, Math.floor((d * 4096) / (16 * (nib.size + 56))));
      nib.v += ((((4096 - sp - nib.v) * (sp >> 2)) >> 10) * 80) >> 8;
      break;
    }
    case "pressure_pen":
      nib.v += ((65 * pressure - nib.v) * 110) >> 8;
      break;
    case "eraser":
    case "liner":
      break;
  }
}

/** The radius at the nib's point, without taper. */
export function nibRadius(nib: Nib): number {
  const widest = 64 * nib.size;
  switch (nib.tool) {
    case "pen":
    case "liner": // whose v never changes
      return Math.max(144, (widest * (2048 + ((nib.v * 2048) >> 12))) >> 12);
    case "pressure_pen":
      return Math.max(144, (widest * (1024 + ((nib.v * 3200) >> 12))) >> 12);
    case "eraser":
      return widest;
  }
}

/**
 * The radius r at an end of the stroke whose neighbour is at distance d: fast ends of the pen are
 * thin.
 */
export function taper(nib: Nib, r: number, d: number): number {
  if (nib.tool !== "pen") return r;
  const far = 16 * (nib.size + 40);
  const e = Math.min(Math.max(d - 160, 0), far);
  return Math.max(112, (r * (4096 - Math.floor((e * 3000) / far))) >> 12);
}
