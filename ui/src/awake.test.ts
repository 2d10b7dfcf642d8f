import { afterEach, expect, test, vi } from "vitest";
import { keepAwake } from "./awake";

type Lock = { released: boolean; release: () => Promise<void> };

/** A browser whose page a test shows and hides. */
function setup() {
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const locks: Lock[] = [];
  let deny = false;
  const request = vi.fn(async () => {
    if (deny) throw new Error("low on power");
    const lock = {
      released: false,
      release: async () => {
        lock.released = true;
      },
    };
    locks.push(lock);
    return lock;
  });
  vi.stubGlobal("document", page);
  vi.stubGlobal("navigator", { wakeLock: { request } });
  return {
    request,
    held: () => locks.filter(({ released }) => !released).length,
    deny(is: boolean) {
      deny = is;
    },
    async show(seen: boolean) {
      page.visibilityState = seen ? "visible" : "hidden";
      if (!seen) for (const lock of locks) lock.released = true;
      page.dispatchEvent(new Event("visibilitychange"));
      await settled();
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

afterEach(() => {
  vi.unstubAllGlobals();
});

test("the screen stays on until it need not, also after the page was out of sight", async () => {
  const t = setup();
  const rest = keepAwake();
  await settled();
  expect(t.held()).toBe(1);
  await t.show(false);
  expect(t.held()).toBe(0);
  await t.show(true);
  expect(t.held()).toBe(1);
  await t.show(true);
  expect(t.request).toHaveBeenCalledTimes(2);
  rest();
  expect(t.held()).toBe(0);
  await t.show(false);
  await t.show(true);
  expect(t.held()).toBe(0);
});

test("a lock that comes too late is let go", async () => {
  const t = setup();
  keepAwake()();
  await settled();
  expect(t.held()).toBe(0);
});

test("a browser that saves power is asked again when the page is next seen", async () => {
  const t = setup();
  t.deny(true);
  keepAwake();
  await settled();
  t.deny(false);
  await t.show(false);
  await t.show(true);
  expect(t.held()).toBe(1);
});

test("a browser that knows no wake locks does as it always does", async () => {
  setup();
  vi.stubGlobal("navigator", {});
  const rest = keepAwake();
  await settled();
  rest();
});
