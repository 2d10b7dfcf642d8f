import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openEvents } from "./events";

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 0;
  onopen?: () => void;
  onerror?: () => void;

  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }

  /** As after an answer that is no stream. */
  refuse() {
    this.readyState = FakeSource.CLOSED;
    this.onerror?.();
  }

  close() {
    this.readyState = FakeSource.CLOSED;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeSource);
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  vi.stubGlobal("dispatchEvent", page.dispatchEvent.bind(page));
  FakeSource.all = [];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("openEvents", () => {
  it("hands on each event's JSON", () => {
    const lobby = vi.fn();
    openEvents("/events", { on: { lobby } });
    FakeSource.all[0].dispatchEvent(new MessageEvent("lobby", { data: '{"code":"plum"}' }));
    expect(lobby).toHaveBeenCalledWith({ code: "plum" });
  });

  it("leaves a broken connection to the browser and says that it broke", () => {
    const onOpen = vi.fn();
    openEvents("/events", { on: {}, onOpen });
    FakeSource.all[0].onopen?.();
    FakeSource.all[0].onerror?.();
    vi.advanceTimersByTime(60_000);
    expect(onOpen.mock.calls).toEqual([[true], [false]]);
    expect(FakeSource.all).toHaveLength(1);
  });

  it("comes back after an answer that is no stream, later each time, up to a bound", () => {
    const onRefused = vi.fn();
    openEvents("/events", { on: {}, onRefused });
    const waits = [500, 1000, 2000, 4000, 8000, 8000];
    for (const [i, wait] of waits.entries()) {
      FakeSource.all[i].refuse();
      vi.advanceTimersByTime(wait - 1);
      expect(FakeSource.all).toHaveLength(i + 1);
      vi.advanceTimersByTime(1);
      expect(FakeSource.all).toHaveLength(i + 2);
    }
    expect(onRefused).toHaveBeenCalledTimes(waits.length);
  });

  it("ends with the page, and goes on when the browser brings the page back", () => {
    openEvents("/events", { on: {} });
    dispatchEvent(new Event("pagehide"));
    expect(FakeSource.all[0].readyState).toBe(FakeSource.CLOSED);
    dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    expect(FakeSource.all).toHaveLength(2);
  });

  it("stays closed once closed", () => {
    const events = openEvents("/events", { on: {} });
    FakeSource.all[0].refuse();
    events.close();
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.all).toHaveLength(1);
  });

  it("stays closed when it is closed because of the refusal", () => {
    const events = openEvents("/events", { on: {}, onRefused: () => events.close() });
    FakeSource.all[0].refuse();
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.all).toHaveLength(1);
  });
});
