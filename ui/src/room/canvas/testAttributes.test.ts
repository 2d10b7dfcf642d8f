import { expect, it, vi } from "vitest";
import { createTestAttributes } from "./testAttributes";

const element = () => ({ dataset: {} }) as HTMLCanvasElement;
const finished = { seq: 9, durable: 9, finished: true };

it("writes the page's progress, and the hash of a finished drawing once", () => {
  vi.stubGlobal("navigator", { webdriver: true });
  const attributes = createTestAttributes();
  const on = element();
  const hash = vi.fn<() => string | undefined>(() => undefined);
  expect(attributes.write(on, { seq: undefined, durable: 3, finished: false }, hash)).toBe(true);
  expect(on.dataset).toEqual({ durable: "3" });
  expect(attributes.write(on, { seq: 7, durable: 5, finished: false }, hash)).toBe(true);
  expect(on.dataset).toEqual({ seq: "7", durable: "5" });
  expect(attributes.write(on, finished, hash)).toBe(false); // not all of it is painted yet
  hash.mockReturnValue("00d4");
  expect(attributes.write(on, finished, hash)).toBe(true);
  attributes.write(on, finished, hash);
  expect([on.dataset.hash, hash.mock.calls.length]).toEqual(["00d4", 2]);
});

it("writes nothing and computes no hash unless a test drives the browser", () => {
  vi.stubGlobal("navigator", { webdriver: false });
  const on = element();
  expect(createTestAttributes().write(on, finished, expect.unreachable)).toBe(true);
  expect(on.dataset).toEqual({});
});
