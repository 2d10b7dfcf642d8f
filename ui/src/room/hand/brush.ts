/** The player's brush: tool, size and colour. Pure. */
import type { ShapeTool } from "./shape";

export type BrushTool = "pen" | "eraser" | "fill" | ShapeTool | "eyedropper";

export type Brush = {
  tool: BrushTool;
  /** Diameter in units. */
  size: number;
  /** 0xRRGGBB */
  colour: number;
  /** With the eyedropper: the tool to go back to. */
  before?: BrushTool;
};

/** The brush with another tool. */
export function withTool(brush: Brush, tool: BrushTool): Brush {
  const { tool: now, before, ...same } = brush;
  if (tool !== "eyedropper") return { ...same, tool };
  return { ...same, tool, before: now === "eyedropper" ? before : now };
}

/**
 * The brush with another colour. Choosing one replaces the eraser and the eyedropper with a tool
 * that draws.
 */
export function withColour({ tool, before = "pen", size }: Brush, colour: number): Brush {
  const now = tool === "eyedropper" ? before : tool;
  return { tool: now === "eraser" ? "pen" : now, size, colour };
}
