import { expect, it } from "vitest";
import { columnsFor } from "./columns";

const projector = { width: 1480, height: 1000 };
const around = { names: 48, gap: 24 };

it.each([
  [1, 1],
  [2, 2],
  [4, 2],
  [6, 3],
  [30, 6],
])("lays %d drawings out in %d columns", (count, columns) => {
  expect(columnsFor(count, projector, around).columns).toBe(columns);
});

it.each([1, 2, 3, 5, 12, 30, 100])("leaves none of %d drawings outside", (count) => {
  const { columns, width } = columnsFor(count, projector, around);
  const rows = Math.ceil(count / columns);
  expect(columns * width + (columns - 1) * around.gap).toBeLessThanOrEqual(projector.width);
  const height = (width * 3) / 4 + around.names;
  expect(rows * height + (rows - 1) * around.gap).toBeLessThanOrEqual(projector.height);
  expect(width).toBeGreaterThan(70);
});

it("gives no size where there is no room", () => {
  expect(columnsFor(3, { width: 0, height: 0 }, around).width).toBe(0);
});
