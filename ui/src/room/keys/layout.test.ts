import { afterEach, expect, test, vi } from "vitest";
import { layout, learnKey, queryLayout } from "./layout";

afterEach(() => vi.unstubAllGlobals());

function press(key: string, code: string, held: string[] = []): void {
  const some = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  learnKey({ ...some, key, code, getModifierState: (name) => held.includes(name) });
}

test("asks a browser that has the API, and works without it", async () => {
  vi.stubGlobal("navigator", {});
  await queryLayout();
  vi.stubGlobal("navigator", { keyboard: { getLayoutMap: () => Promise.reject(new Error("no")) } });
  await queryLayout();
  expect(layout.value.size).toBe(0);
  const told = new Map([["KeyQ", "a"]]);
  vi.stubGlobal("navigator", { keyboard: { getLayoutMap: () => Promise.resolve(told) } });
  await queryLayout();
  expect([...layout.value]).toEqual([["KeyQ", "a"]]);
});

test("learns from keys typed without modifiers", () => {
  press("-", "Digit6");
  press("8", "Digit8", ["Shift"]);
  press("[", "Digit5", ["AltGraph"]);
  press("1", "Digit1", ["CapsLock"]);
  press("Dead", "BracketLeft");
  expect(layout.value.get("Digit6")).toBe("-");
  for (const code of ["Digit8", "Digit5", "Digit1", "BracketLeft"])
    expect(layout.value.has(code), code).toBe(false);
});
