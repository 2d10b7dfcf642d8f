import { beforeEach, describe, expect, it, vi } from "vitest";
import { guardBack } from "./guard";

/** A browser's history, of which only the newest entries are walked. */
function fakeHistory() {
  const window = new EventTarget();
  const entries: { state: unknown; view: string }[] = [
    { state: null, view: "lobby" },
    { state: null, view: "room" },
  ];
  let at = 1;
  const history = {
    get state() {
      return entries[at].state;
    },
    pushState(state: unknown) {
      entries.splice(at + 1);
      entries.push({ state, view: entries[at].view });
      at++;
    },
    back() {
      queueMicrotask(() => {
        at--;
        window.dispatchEvent(new Event("popstate"));
      });
    },
  };
  vi.stubGlobal("history", history);
  vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
  vi.stubGlobal("removeEventListener", window.removeEventListener.bind(window));
  return {
    view: () => entries[at].view,
    depth: () => at,
    async back() {
      history.back();
      await new Promise<void>(queueMicrotask);
    },
  };
}

describe("a guard against Back", () => {
  let browser: ReturnType<typeof fakeHistory>;
  beforeEach(() => {
    browser = fakeHistory();
  });

  it("stays where it is and asks, each time", async () => {
    const asks = vi.fn();
    guardBack(asks);
    for (const times of [1, 2, 3]) {
      await browser.back();
      expect(asks).toHaveBeenCalledTimes(times);
      expect([browser.view(), browser.depth()]).toEqual(["room", 2]);
    }
  });

  it("removes its entry, and Back then skips the page", async () => {
    const asks = vi.fn();
    const guard = guardBack(asks);
    await Promise.all([guard.release(), guard.release()]);
    await guard.release();
    expect([browser.view(), browser.depth()]).toEqual(["room", 1]);
    await browser.back();
    expect(browser.view()).toBe("lobby");
    expect(asks).not.toHaveBeenCalled();
  });

  it("finds its entry again after a reload", async () => {
    guardBack(() => {});
    guardBack(() => {});
    expect(browser.depth()).toBe(2);
  });
});
