import { expect, test } from "vitest";
import { SIZES } from "../ink/palette";
import type { Brush } from "./brush";
import { deedOf } from "./shortcuts";

const brush: Brush = { tool: "pen", size: SIZES[2], colour: 0 };

function deed(key: string, some: object = {}, held = brush) {
  const up = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : "";
  return deedOf({ key, code, ...up, ...some }, held);
}

function brushAfter(key: string, held = brush): Brush | undefined {
  const does = deed(key, {}, held);
  return does?.do === "brush" ? does.brush : undefined;
}

test.each([
  ["b", "pen"],
  ["E", "eraser"],
  ["f", "fill"],
  ["l", "line"],
  ["R", "rectangle"],
  ["o", "ellipse"],
  ["i", "eyedropper"],
])("%s takes the %s", (key, tool) => {
  expect(brushAfter(key, { ...brush, tool: "eraser" })?.tool).toBe(tool);
});

test("brackets step through the five sizes and stop at both ends", () => {
  const sizes = [brush];
  for (let i = 0; i < 4; i++) sizes.push(brushAfter("]", sizes[i]) ?? brush);
  expect(sizes.map((b) => b.size)).toEqual([...SIZES.slice(2), SIZES[4], SIZES[4]]);
  expect(brushAfter("[", { ...brush, size: SIZES[0] })?.size).toBe(SIZES[0]);
});

test("brackets step from a size between to the next of the five", () => {
  expect(brushAfter("]", { ...brush, size: 50 })?.size).toBe(SIZES[3]);
  expect(brushAfter("[", { ...brush, size: 50 })?.size).toBe(SIZES[2]);
  expect(brushAfter("]", { ...brush, size: 256 })?.size).toBe(256);
});

test("brackets that take AltGr to write count as brackets", () => {
  expect(deed("[", { ctrlKey: true, altKey: true })).toMatchObject({ do: "brush" });
  expect(deed("[", { metaKey: true })).toBeUndefined();
});

test("a number takes an ink, and puts the eraser down", () => {
  expect(brushAfter("5", { ...brush, tool: "eraser" })).toEqual({
    tool: "pen",
    size: SIZES[2],
    colour: 0x009e73,
  });
  expect(brushAfter("3", { ...brush, tool: "fill" })?.tool).toBe("fill");
  expect(deed("Enter")).toBeUndefined();
});

test("undo and redo by the keys of every system", () => {
  expect(deed("z", { ctrlKey: true })).toEqual({ do: "undo" });
  expect(deed("z", { metaKey: true })).toEqual({ do: "undo" });
  expect(deed("Z", { metaKey: true, shiftKey: true })).toEqual({ do: "redo" });
  expect(deed("y", { ctrlKey: true })).toEqual({ do: "redo" });
  expect(deed("b", { ctrlKey: true })).toBeUndefined();
  expect(deed("e", { altKey: true })).toBeUndefined();
  expect(deed("5", { metaKey: true })).toBeUndefined();
});

test("letters are found on keyboards of other scripts", () => {
  expect(deed("я", { ctrlKey: true, code: "KeyZ" })).toEqual({ do: "undo" });
  expect(deed("и", { code: "KeyB" })).toMatchObject({ brush: { tool: "pen" } });
  // Where a Latin keyboard has its letters elsewhere, what it writes counts.
  expect(deed("z", { ctrlKey: true, code: "KeyY" })).toEqual({ do: "undo" });
});

test("zero fits the sheet, plus and minus zoom, a question mark asks", () => {
  expect(deed("0")).toEqual({ do: "fit" });
  expect(deed("+")).toMatchObject({ do: "zoom", by: 1.4 });
  expect(deed("-")).toMatchObject({ do: "zoom", by: 1 / 1.4 });
  expect(deed("+", { ctrlKey: true })).toBeUndefined();
  expect(deed("?")).toEqual({ do: "help" });
});
