import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepAwake } from "./awake";

let page: EventTarget & { visibilityState: string };
let locks: { released: boolean; release: () => Promise<void> }[];

beforeEach(() => {
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.stubGlobal("document", page);
  locks = [];
  vi.stubGlobal("navigator", {
    wakeLock: {
      async request() {
        const lock = {
          released: false,
          async release() {
            lock.released = true;
          },
        };
        locks.push(lock);
        return lock;
      },
    },
  });
});

const settle = () => new Promise((done) => setTimeout(done));
const held = () => locks.filter(({ released }) => !released).length;

async function turn(visibility: "hidden" | "visible") {
  page.visibilityState = visibility;
  if (visibility === "hidden") for (const lock of locks) lock.released = true; // as browsers do
  page.dispatchEvent(new Event("visibilitychange"));
  await settle();
}

describe("keepAwake", () => {
  it("keeps the screen on, again whenever the page is shown, until it ends", async () => {
    const end = keepAwake();
    await settle();
    expect(held()).toBe(1);
    await turn("hidden");
    expect(held()).toBe(0);
    await turn("visible");
    expect(held()).toBe(1);
    end();
    await turn("visible");
    expect(held()).toBe(0);
  });

  it("releases a lock that arrives after its end", async () => {
    keepAwake()();
    await settle();
    expect([locks.length, held()]).toEqual([1, 0]);
  });

  it.each([
    ["has no such thing", undefined],
    ["doesn't allow it", { request: () => Promise.reject(new Error("battery")) }],
  ])("is silent where the browser %s", async (_, wakeLock) => {
    vi.stubGlobal("navigator", { wakeLock });
    keepAwake()();
    await settle();
  });
});
