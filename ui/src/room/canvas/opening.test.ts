import { beforeEach, describe, expect, it, vi } from "vitest";
import { createOpening } from "./opening";
import type { Pixels } from "./standIn";

const pixels: Pixels = new Uint32Array(4);

let seen: string[];
let fetched: { come: (p: Pixels) => void; fail: (err: Error) => void }[];

function openingOf(preloaded?: Promise<Pixels>) {
  return createOpening({
    standIn: {
      preloaded,
      fetch: () =>
        new Promise((come, fail) => {
          fetched.push({ come, fail });
        }),
    },
    pauseFolding: () => void seen.push("hold"),
    show: () => void seen.push("show"),
    ready: () => void seen.push("ready"),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  seen = [];
  fetched = [];
});

describe("opening a game", () => {
  it("shows a short game by its entries alone", () => {
    const opening = openingOf();
    opening.begin(false);
    expect([opening.waiting, fetched.length, seen]).toEqual([false, 0, ["ready"]]);
  });

  it("shows the server's picture of a long game first", async () => {
    const opening = openingOf();
    opening.begin(true);
    expect([opening.waiting, seen]).toEqual([true, ["hold"]]);
    fetched[0].come(pixels);
    await vi.runAllTimersAsync();
    expect([opening.waiting, seen]).toEqual([false, ["hold", "show", "ready"]]);
  });

  it("waits at most half a second for the picture, which may come later", async () => {
    const opening = openingOf();
    opening.begin(true);
    vi.advanceTimersByTime(499);
    expect(opening.waiting).toBe(true);
    vi.advanceTimersByTime(1);
    expect([opening.waiting, seen]).toEqual([false, ["hold", "ready"]]);
    fetched[0].come(pixels);
    await vi.runAllTimersAsync();
    expect(seen).toEqual(["hold", "ready", "show", "ready"]);
  });

  it("shows the entries when the picture fails", async () => {
    vi.spyOn(console, "warn").mockImplementationOnce(() => {});
    const opening = openingOf();
    opening.begin(true);
    fetched[0].fail(new Error("503"));
    await vi.runAllTimersAsync();
    expect([opening.waiting, seen]).toEqual([false, ["hold", "ready"]]);
  });

  it("uses the preloaded picture", async () => {
    const opening = openingOf(Promise.resolve(pixels));
    expect([opening.waiting, seen]).toEqual([true, ["hold"]]);
    opening.begin(true);
    await vi.runAllTimersAsync();
    expect([fetched.length, seen]).toEqual([0, ["hold", "show", "ready"]]);
  });
});
