import { beforeEach, describe, expect, it, vi } from "vitest";
import { confirmArrival, isOnPurpose, recordArrivals } from "./arrival";

let window: EventTarget;

/** A page that was loaded in a way, on an entry that holds a state. */
function load(type: string, state: unknown = null) {
  window = new EventTarget();
  vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
  vi.stubGlobal("performance", { getEntriesByType: () => [{ type }] });
  vi.stubGlobal("history", {
    state,
    replaceState(next: unknown) {
      show(next, "a press");
    },
  });
  recordArrivals();
}

/** Another entry is shown: a new one holds nothing. */
function show(state: unknown, by: "a press" | "Back") {
  (history as { state: unknown }).state = state;
  if (by === "Back") window.dispatchEvent(new Event("popstate"));
}

describe("a view", () => {
  beforeEach(() => load("navigate"));

  it("is opened on purpose by its address, by a reload and by a press", () => {
    expect(isOnPurpose()).toBe(true);
    load("reload");
    expect(isOnPurpose()).toBe(true);
    show(null, "a press");
    expect(isOnPurpose()).toBe(true);
  });

  it("is not by Back, which its entry remembers over a reload", () => {
    show(null, "Back");
    expect(isOnPurpose()).toBe(false);
    load("reload", history.state);
    expect(isOnPurpose()).toBe(false);
    show(null, "a press");
    expect(isOnPurpose()).toBe(true);
  });

  it("is not when Back loads it anew", () => {
    load("back_forward");
    expect(isOnPurpose()).toBe(false);
  });

  it("is on purpose once the player confirms", () => {
    show({ other: 1 }, "Back");
    confirmArrival();
    expect(isOnPurpose()).toBe(true);
    expect(history.state).toEqual({ other: 1 });
  });
});
