import { expect, test } from "vitest";
import { SIZES } from "../ink/palette";
import type { Brush } from "./capture";
import { brushAfter } from "./shortcuts";

const brush: Brush = { tool: "pen", size: SIZES[2], colour: 0 };

test("B and E take pen and eraser", () => {
  expect(brushAfter("e", brush)?.tool).toBe("eraser");
  expect(brushAfter("B", { ...brush, tool: "eraser" })?.tool).toBe("pen");
});

test("brackets step through the five sizes and stop at both ends", () => {
  const sizes = [brush];
  for (let i = 0; i < 4; i++) sizes.push(brushAfter("]", sizes[i]) ?? brush);
  expect(sizes.map((b) => b.size)).toEqual([...SIZES.slice(2), SIZES[4], SIZES[4]]);
  expect(brushAfter("[", { ...brush, size: SIZES[0] })?.size).toBe(SIZES[0]);
});

test("a number takes an ink, and puts the eraser down", () => {
  expect(brushAfter("5", { ...brush, tool: "eraser" })).toEqual({
    tool: "pen",
    size: SIZES[2],
    colour: 0x009e73,
  });
  expect(brushAfter("0", brush)).toBeUndefined();
  expect(brushAfter("Enter", brush)).toBeUndefined();
});
