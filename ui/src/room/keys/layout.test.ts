import { afterEach, expect, test, vi } from "vitest";
import { askLayout, hearKey, layout } from "./layout";

afterEach(() => vi.unstubAllGlobals());

function press(key: string, code: string, held: string[] = []): void {
  const some = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  hearKey({ ...some, key, code, getModifierState: (name) => held.includes(name) });
}

test("asks a browser that tells, and is content with one that doesn't", async () => {
  vi.stubGlobal("navigator", {});
  await askLayout();
  vi.stubGlobal("navigator", { keyboard: { getLayoutMap: () => Promise.reject(new Error("no")) } });
  await askLayout();
  expect(layout.value.size).toBe(0);
  const told = new Map([["KeyQ", "a"]]);
  vi.stubGlobal("navigator", { keyboard: { getLayoutMap: () => Promise.resolve(told) } });
  await askLayout();
  expect([...layout.value]).toEqual([["KeyQ", "a"]]);
});

test("learns from what is typed, with nothing held", () => {
  press("-", "Digit6");
  press("8", "Digit8", ["Shift"]);
  press("[", "Digit5", ["AltGraph"]);
  press("1", "Digit1", ["CapsLock"]);
  press("Dead", "BracketLeft");
  expect(layout.value.get("Digit6")).toBe("-");
  for (const code of ["Digit8", "Digit5", "Digit1", "BracketLeft"])
    expect(layout.value.has(code), code).toBe(false);
});
