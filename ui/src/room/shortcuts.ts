/** The keys of the room, as changes to the brush. Pure. */
import { INKS, SIZES } from "../ink/palette";
import type { Brush } from "./capture";

/** The brush after a key, or undefined for a key that means nothing. */
export function brushAfter(key: string, brush: Brush): Brush | undefined {
  switch (key) {
    case "b":
    case "B":
      return { ...brush, tool: "pen" };
    case "e":
    case "E":
      return { ...brush, tool: "eraser" };
    case "[":
      return { ...brush, size: stepped(brush.size, -1) };
    case "]":
      return { ...brush, size: stepped(brush.size, 1) };
    default: {
      const ink = /^[1-9]$/.test(key) ? INKS[Number(key) - 1] : undefined;
      return ink && { ...brush, tool: "pen", colour: ink.colour };
    }
  }
}

/** The next size of the five, or the last one there is. */
function stepped(size: number, by: -1 | 1): number {
  const sizes: readonly number[] = SIZES;
  const i = sizes.indexOf(size) + by;
  return sizes[Math.min(sizes.length - 1, Math.max(0, i))];
}
