/** What is in the hand. Pure. */
import type { ShapeTool } from "./shape";

export type BrushTool = "pen" | "eraser" | "fill" | ShapeTool | "eyedropper";

export type Brush = {
  tool: BrushTool;
  /** Diameter in units. */
  size: number;
  /** 0xRRGGBB */
  colour: number;
  /** With the eyedropper: what was in the hand before, and will be again. */
  before?: BrushTool;
};

/** The brush with another tool. */
export function taken(brush: Brush, tool: BrushTool): Brush {
  const { tool: now, before, ...same } = brush;
  if (tool !== "eyedropper") return { ...same, tool };
  return { ...same, tool, before: now === "eyedropper" ? before : now };
}

/** The brush with an ink, which is for drawing: the eraser and the eyedropper are put down. */
export function dipped({ tool, before = "pen", size }: Brush, colour: number): Brush {
  const now = tool === "eyedropper" ? before : tool;
  return { tool: now === "eraser" ? "pen" : now, size, colour };
}
