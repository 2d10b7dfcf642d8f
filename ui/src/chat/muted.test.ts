import { beforeEach, expect, it, vi } from "vitest";

const stored = new Map<string, string>();
vi.stubGlobal("localStorage", {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
});

/** The module as a page that was just loaded has it. */
async function load() {
  vi.resetModules();
  return import("./muted");
}

beforeEach(() => stored.clear());

it("remembers whom a player has muted", async () => {
  const before = await load();
  before.setMuted("eve", true);
  before.setMuted("jonas", true);
  before.setMuted("jonas", false);
  const { muted } = await load();
  expect(muted.value).toEqual(["eve"]);
});

it("starts anew after a value that it can't read", async () => {
  for (const value of ["{", '{"a":1}', "[1,null]"]) {
    stored.set("tandem.muted", value);
    const { muted } = await load();
    expect(muted.value).toEqual([]);
  }
});
