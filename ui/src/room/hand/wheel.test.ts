import { expect, test } from "vitest";
import { wheelToPinch } from "./wheel";

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

test("the wheel pans the sheet, sideways with Shift", () => {
  const [from, to] = wheelToPinch({ ...turn, deltaX: 5, deltaY: 40 });
  expect([from, to]).toEqual([
    { x: 200, y: 100, distance: 1 },
    { x: 195, y: 60, distance: 1 },
  ]);
  expect(wheelToPinch({ ...turn, deltaY: 40, shiftKey: true })[1]).toMatchObject({
    x: 160,
    y: 100,
  });
  expect(wheelToPinch({ ...turn, deltaY: 3, deltaMode: 1 })[1]).toMatchObject({ y: 52 });
});

test.each([{ ctrlKey: true }, { metaKey: true }])("with %o it zooms about the pointer", (keys) => {
  const [from, nearer] = wheelToPinch({ ...turn, ...keys, deltaY: -10 });
  expect(nearer).toMatchObject({ x: from.x, y: from.y });
  expect(nearer.distance).toBeCloseTo(1.105, 3);
  const [, back] = wheelToPinch({ ...turn, ...keys, deltaY: 10 });
  expect(nearer.distance * back.distance).toBeCloseTo(1);
});

test("a coarse wheel step zooms by a quarter, not to the limit", () => {
  expect(wheelToPinch({ ...turn, ctrlKey: true, deltaY: -120 })[1].distance).toBeCloseTo(1.284, 3);
});
