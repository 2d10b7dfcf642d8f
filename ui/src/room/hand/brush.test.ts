import { expect, test } from "vitest";
import { type Brush, withColour, withTool } from "./brush";

const brush: Brush = { tool: "pen", size: 24, colour: 0 };

test("choosing a colour replaces the eraser, and no other tool", () => {
  expect(withColour(withTool(brush, "eraser"), 0xd55e00)).toEqual({ ...brush, colour: 0xd55e00 });
  expect(withColour(withTool(brush, "fill"), 0xd55e00)).toMatchObject({ tool: "fill" });
});

test("choosing a colour replaces the eyedropper with the tool before it", () => {
  const dropper = withTool(withTool(brush, "ellipse"), "eyedropper");
  expect(withColour(dropper, 0x56b4e9)).toEqual({ tool: "ellipse", size: 24, colour: 0x56b4e9 });
  expect(withColour(withTool(dropper, "eyedropper"), 1).tool).toBe("ellipse");
  expect(withColour(withTool(withTool(brush, "eraser"), "eyedropper"), 1).tool).toBe("pen");
  expect(withTool(dropper, "line")).toEqual({ tool: "line", size: 24, colour: 0 });
});
