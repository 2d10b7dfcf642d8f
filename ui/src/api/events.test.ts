import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_EVENT, MUTE, openEvents } from "./events";

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

  say(name: string, data: unknown = {}) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

/** What the page has asked, each to be answered once. */
let asked: { url: string; answer: (status: number, body?: unknown) => Promise<void> }[] = [];
let unreachable = false;

function fakeFetch(url: string, { signal }: { signal: AbortSignal }): Promise<Response> {
  if (unreachable) return Promise.reject(new TypeError("no network"));
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    asked.push({
      url,
      async answer(status, body) {
        resolve(new Response(JSON.stringify(body), { status }));
        await vi.advanceTimersByTimeAsync(0);
      },
    });
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeSource);
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  vi.stubGlobal("dispatchEvent", page.dispatchEvent.bind(page));
  vi.stubGlobal("fetch", fakeFetch);
  FakeSource.all = [];
  asked = [];
  unreachable = false;
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

describe("where a stream is held back", () => {
  const matched = vi.fn();
  const onOpen = vi.fn();
  const onRefused = vi.fn();

  function hear(on: Record<string, (data: unknown) => void> = { matched, beat: () => {} }) {
    return openEvents("/events?beats=true", { on, onOpen, onRefused });
  }

  /** Opens a stream that stays mute, so that the page asks. */
  async function heldBack(on?: Record<string, (data: unknown) => void>) {
    const events = hear(on);
    FakeSource.all[0].onopen?.();
    await vi.advanceTimersByTimeAsync(FIRST_EVENT);
    return events;
  }

  beforeEach(() => {
    for (const mock of [matched, onOpen, onRefused]) mock.mockReset();
  });

  afterEach(() => {
    // Another network: what was learned of this one is forgotten.
    const events = hear();
    dispatchEvent(new Event("online"));
    events.close();
  });

  it("asks when no first event comes, whether the stream seems open or not", async () => {
    const events = hear();
    await vi.advanceTimersByTimeAsync(FIRST_EVENT - 1);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSource.all[0].readyState).toBe(FakeSource.CLOSED);
    expect(asked[0].url).toMatch(/^\/events\?beats=true&ask=[a-z0-9]{16,64}&heard=0$/);
    events.close();
  });

  it("hands on what it is answered, says up to where it has heard, and asks at once again", async () => {
    const events = await heldBack();
    await asked[0].answer(200, { heard: 7, events: [{ event: "matched", data: { room: "R" } }] });
    expect(matched).toHaveBeenCalledWith({ room: "R" });
    expect(asked[1].url).toBe(asked[0].url.replace("heard=0", "heard=7"));
    await asked[1].answer(200, { heard: 7, events: [] });
    expect(asked).toHaveLength(3);
    expect(onOpen.mock.calls).toEqual([[true]]);
    expect(FakeSource.all).toHaveLength(1);
    events.close();
  });

  it("hears nothing more of an answer once it is closed by an event of it", async () => {
    const events = await heldBack({
      removed: () => events.close(),
      matched,
      beat: () => {},
    });
    await asked[0].answer(200, {
      heard: 2,
      events: [
        { event: "removed", data: {} },
        { event: "matched", data: {} },
      ],
    });
    expect(matched).not.toHaveBeenCalled();
    expect(asked).toHaveLength(1);
  });

  it("asks when a stream with beats falls mute, and lets one without them be quiet", async () => {
    const events = hear();
    FakeSource.all[0].onopen?.();
    FakeSource.all[0].say("beat");
    await vi.advanceTimersByTimeAsync(MUTE);
    expect(asked).toHaveLength(1);
    events.close();
    dispatchEvent(new Event("online"));

    const quiet = hear({ matched });
    FakeSource.all[1].onopen?.();
    FakeSource.all[1].say("matched");
    await vi.advanceTimersByTimeAsync(10 * MUTE);
    expect(asked).toHaveLength(1);
    quiet.close();
  });

  it("listens again when asking reaches nobody: the server is away", async () => {
    unreachable = true;
    const events = await heldBack();
    expect(onOpen.mock.calls).toEqual([[true], [false]]);
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSource.all).toHaveLength(2);
    FakeSource.all[1].onopen?.();
    FakeSource.all[1].say("beat");
    expect(onOpen).toHaveBeenLastCalledWith(true);
    events.close();
  });

  it("says that it was refused, and asks again later", async () => {
    const events = await heldBack();
    await asked[0].answer(404, { code: "no_such_lobby" });
    expect(onRefused).toHaveBeenCalledTimes(1);
    expect(onOpen).toHaveBeenLastCalledWith(false);
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toHaveLength(2);
    events.close();
  });

  it("takes another's page for no answer", async () => {
    const events = await heldBack();
    vi.stubGlobal("fetch", async () => new Response("<html>", { status: 200 }));
    await asked[0].answer(200, { heard: 1, events: [] });
    expect(onOpen).toHaveBeenLastCalledWith(false);
    events.close();
  });

  it("gives up an answer that never comes", async () => {
    const events = await heldBack();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(onOpen).toHaveBeenLastCalledWith(false);
    expect(FakeSource.all.length).toBeGreaterThan(1);
    events.close();
  });

  it("is remembered for the next view, until the network changes", async () => {
    const lobby = await heldBack();
    await asked[0].answer(200, { heard: 0, events: [] });
    lobby.close();
    const reveal = hear();
    expect(FakeSource.all).toHaveLength(1);
    expect(asked.at(-1)?.url).not.toBe(asked[0].url); // each view by a name of its own
    dispatchEvent(new Event("online"));
    reveal.close();
    hear().close();
    expect(FakeSource.all).toHaveLength(2);
  });

  it("ends with the page, and asks again when the browser brings it back", async () => {
    const events = await heldBack();
    await asked[0].answer(200, { heard: 0, events: [] });
    const before = asked.length;
    dispatchEvent(new Event("pagehide"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(before);
    dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    expect(asked).toHaveLength(before + 1);
    events.close();
  });
});
