import { expect, test } from "vitest";
import { finalReason } from "./close";

test.each([4000, 4001, 4002, 4003, 4004, 1001, 1006, 1011, 1012])("reconnects after %i", (code) => {
  expect(finalReason(code)).toBeUndefined();
});

test.each([
  [4100, "replaced"],
  [4101, "kept"],
  [4102, "malformed"],
  [4103, "too_fast"],
  [4104, "not_your_seat"],
  [4105, "left"],
])("stays away after %i, which says %s", (code, reason) => {
  expect(finalReason(code)).toBe(reason);
});
