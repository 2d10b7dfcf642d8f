import { expect, test } from "vitest";
import { type Brush, dipped, taken } from "./brush";

const brush: Brush = { tool: "pen", size: 24, colour: 0 };

test("an ink is for drawing: it puts the eraser down, and no other tool", () => {
  expect(dipped(taken(brush, "eraser"), 0xd55e00)).toEqual({ ...brush, colour: 0xd55e00 });
  expect(dipped(taken(brush, "fill"), 0xd55e00)).toMatchObject({ tool: "fill" });
});

test("the eyedropper gives way to the tool before it", () => {
  const dropper = taken(taken(brush, "ellipse"), "eyedropper");
  expect(dipped(dropper, 0x56b4e9)).toEqual({ tool: "ellipse", size: 24, colour: 0x56b4e9 });
  expect(dipped(taken(dropper, "eyedropper"), 1).tool).toBe("ellipse");
  expect(dipped(taken(taken(brush, "eraser"), "eyedropper"), 1).tool).toBe("pen");
  expect(taken(dropper, "line")).toEqual({ tool: "line", size: 24, colour: 0 });
});
