import { beforeEach, expect, it, vi } from "vitest";
import { createPartner } from "./partner";

beforeEach(() => {
  vi.useFakeTimers();
});

const begin = { kind: "begin", x: 10, y: 20 };

it("is where its last op left it, once shown", () => {
  const partner = createPartner();
  expect(partner.pen.value).toBe(null);
  partner.follow(begin as never, true);
  expect(partner.pen.value).toBe(null);
  partner.show();
  expect(partner.pen.value).toEqual({ x: 10, y: 20 });
  partner.follow({ kind: "points", points: [11, 21, 30, 40] } as never, true);
  partner.show();
  expect(partner.pen.value).toEqual({ x: 30, y: 40 });
});

it("draws as long as it moves, and rests two seconds later", () => {
  const partner = createPartner();
  partner.follow(begin as never, true);
  vi.advanceTimersByTime(1999);
  partner.follow({ kind: "end" } as never, true);
  vi.advanceTimersByTime(1999);
  expect(partner.drawing.value).toBe(true);
  vi.advanceTimersByTime(1);
  expect(partner.drawing.value).toBe(false);
});

it("does not count as drawing during the catch-up", () => {
  const partner = createPartner();
  partner.follow(begin as never, false);
  partner.show();
  expect([partner.drawing.value, partner.pen.value]).toEqual([false, { x: 10, y: 20 }]);
});
