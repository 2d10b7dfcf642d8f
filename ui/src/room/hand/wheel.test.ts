import { expect, test } from "vitest";
import { wheeled } from "./wheel";

const turn = {
  clientX: 200,
  clientY: 100,
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
};

test("the wheel moves the sheet, sideways with Shift", () => {
  const [from, to] = wheeled({ ...turn, deltaX: 5, deltaY: 40 });
  expect([from, to]).toEqual([
    { x: 200, y: 100, apart: 1 },
    { x: 195, y: 60, apart: 1 },
  ]);
  expect(wheeled({ ...turn, deltaY: 40, shiftKey: true })[1]).toMatchObject({ x: 160, y: 100 });
  expect(wheeled({ ...turn, deltaY: 3, deltaMode: 1 })[1]).toMatchObject({ y: 52 });
});

test.each([{ ctrlKey: true }, { metaKey: true }])("with %o it zooms about the pointer", (keys) => {
  const [from, nearer] = wheeled({ ...turn, ...keys, deltaY: -10 });
  expect(nearer).toMatchObject({ x: from.x, y: from.y });
  expect(nearer.apart).toBeCloseTo(1.105, 3);
  const [, back] = wheeled({ ...turn, ...keys, deltaY: 10 });
  expect(nearer.apart * back.apart).toBeCloseTo(1);
});

test("a wheel of coarse steps zooms by a quarter, not to the end", () => {
  expect(wheeled({ ...turn, ctrlKey: true, deltaY: -120 })[1].apart).toBeCloseTo(1.284, 3);
});
