import { expect, test } from "vitest";
import { isArrow, moveByArrows, percentOf } from "./crosshair";

const at = { x: 1000, y: 1000 };

test("an arrow key moves a step, with Shift a fine one, and two move diagonally", () => {
  expect(moveByArrows(at, new Set(["ArrowRight"]), false)).toEqual({ x: 1048, y: 1000 });
  expect(moveByArrows(at, new Set(["ArrowUp"]), true)).toEqual({ x: 1000, y: 992 });
  expect(moveByArrows(at, new Set(["ArrowLeft", "ArrowDown"]), false)).toEqual({ x: 952, y: 1048 });
});

test("the crosshair stays on the sheet", () => {
  expect(moveByArrows({ x: 4090, y: 3 }, new Set(["ArrowRight", "ArrowUp"]), false)).toEqual({
    x: 4096,
    y: 0,
  });
});

test("recognises arrow keys only", () => {
  expect(isArrow("ArrowDown")).toBe(true);
  expect(isArrow("Enter")).toBe(false);
  expect(isArrow("toString")).toBe(false);
});

test("gives its position in percent", () => {
  expect(percentOf({ x: 2048, y: 768 })).toEqual({ x: 50, y: 25 });
});
