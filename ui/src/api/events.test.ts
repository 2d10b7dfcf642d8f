import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BEAT, FIRST_EVENT, LATE_BEAT, openEvents, SILENCE } from "./events";

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

/** The pages of this browser talk to each other. */
class FakeChannel extends EventTarget {
  static all = new Set<FakeChannel>();

  constructor(readonly name: string) {
    super();
    FakeChannel.all.add(this);
  }

  postMessage(data: unknown) {
    for (const other of [...FakeChannel.all])
      if (other !== this)
        queueMicrotask(() => {
          if (FakeChannel.all.has(other))
            other.dispatchEvent(new MessageEvent("message", { data }));
        });
  }

  close() {
    FakeChannel.all.delete(this);
  }
}

let view: EventTarget & { visibilityState: DocumentVisibilityState };
const onBeat = vi.fn();

/** The browser of a computer that slept: its timers stood still, its wall clock did not. */
function sleep(ms: number) {
  vi.setSystemTime(Date.now() + ms);
}

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
  view = Object.assign(new EventTarget(), { visibilityState: "visible" as const });
  vi.stubGlobal("document", view);
  vi.stubGlobal("BroadcastChannel", FakeChannel);
  FakeChannel.all.clear();
  onBeat.mockReset();
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
  it("passes on each event's JSON", () => {
    const lobby = vi.fn();
    openEvents("/events", { on: { lobby }, onBeat });
    FakeSource.all[0].dispatchEvent(new MessageEvent("lobby", { data: '{"code":"plum"}' }));
    expect(lobby).toHaveBeenCalledWith({ code: "plum" });
  });

  it("leaves a broken connection to the browser and reports it", () => {
    const onOpen = vi.fn();
    openEvents("/events", { on: {}, onBeat, onOpen });
    FakeSource.all[0].onopen?.();
    FakeSource.all[0].onerror?.();
    vi.advanceTimersByTime(SILENCE - 1);
    expect(onOpen.mock.calls).toEqual([[true], [false]]);
    expect(FakeSource.all).toHaveLength(1);
  });

  it("opens another stream when the browser gives up", () => {
    openEvents("/events", { on: {}, onBeat });
    FakeSource.all[0].onopen?.();
    FakeSource.all[0].onerror?.();
    vi.advanceTimersByTime(SILENCE);
    expect(FakeSource.all).toHaveLength(2);
  });

  it("retries after an answer that is not a stream, later each time, up to a limit", () => {
    const onRefused = vi.fn();
    openEvents("/events", { on: {}, onBeat, onRefused });
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

  it("ends with the page, and continues when the browser restores the page", () => {
    openEvents("/events", { on: {}, onBeat });
    dispatchEvent(new Event("pagehide"));
    expect(FakeSource.all[0].readyState).toBe(FakeSource.CLOSED);
    dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    expect(FakeSource.all).toHaveLength(2);
  });

  it("stays closed once closed", () => {
    const events = openEvents("/events", { on: {}, onBeat });
    FakeSource.all[0].refuse();
    events.close();
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.all).toHaveLength(1);
  });

  it("stays closed when it is closed because of the refusal", () => {
    const events = openEvents("/events", { on: {}, onBeat, onRefused: () => events.close() });
    FakeSource.all[0].refuse();
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.all).toHaveLength(1);
  });
});

describe("where streams are blocked", () => {
  const matched = vi.fn();
  const onOpen = vi.fn();
  const onRefused = vi.fn();

  function hear(on: Record<string, (data: unknown) => void> = { matched }) {
    return openEvents("/events?beats=true", { on, onBeat, onOpen, onRefused });
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

  it("polls when no first event comes, whether the stream seems open or not", async () => {
    const events = hear();
    await vi.advanceTimersByTimeAsync(FIRST_EVENT - 1);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSource.all[0].readyState).toBe(FakeSource.CLOSED);
    expect(asked[0].url).toMatch(/^\/events\?beats=true&ask=[a-z0-9]{16,64}&heard=0$/);
    events.close();
  });

  it("passes on the answer, reports how far it has received, and polls again at once", async () => {
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

  it("ignores the rest of an answer once one of its events has closed it", async () => {
    const events = await heldBack({
      removed: () => events.close(),
      matched,
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

  it("reports beats, polled ones too", async () => {
    const events = await heldBack();
    await asked[0].answer(200, { heard: 1, events: [{ event: "beat", data: {} }] });
    expect(onBeat).toHaveBeenCalledTimes(1);
    events.close();
  });

  it("opens a stream again when polls fail: the server is away", async () => {
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

  it("reports a refusal, and polls again later", async () => {
    const events = await heldBack();
    await asked[0].answer(404, { code: "no_such_lobby" });
    expect(onRefused).toHaveBeenCalledTimes(1);
    expect(onOpen).toHaveBeenLastCalledWith(false);
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toHaveLength(2);
    events.close();
  });

  it("does not accept another site's page as an answer", async () => {
    const events = await heldBack();
    vi.stubGlobal("fetch", async () => new Response("<html>", { status: 200 }));
    await asked[0].answer(200, { heard: 1, events: [] });
    expect(onOpen).toHaveBeenLastCalledWith(false);
    events.close();
  });

  it("aborts a poll that is never answered", async () => {
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
    expect(FakeSource.all).toHaveLength(2);
    reveal.close();
    hear().close();
    expect(FakeSource.all).toHaveLength(3);
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

describe("a connection that falls silent", () => {
  const onOpen = vi.fn();

  beforeEach(() => onOpen.mockReset());

  /** A page that has heard its first events. */
  function hear() {
    const events = openEvents("/events", { on: {}, onBeat, onOpen });
    FakeSource.all.at(-1)?.onopen?.();
    FakeSource.all.at(-1)?.say("beat");
    return events;
  }

  it("is reopened when two beats are missing, and reported as broken meanwhile", () => {
    const events = hear();
    vi.advanceTimersByTime(SILENCE - 1);
    expect(FakeSource.all).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(FakeSource.all).toHaveLength(2);
    expect(FakeSource.all[0].readyState).toBe(FakeSource.CLOSED);
    expect(onOpen.mock.calls).toEqual([[true], [false]]);
    FakeSource.all[1].onopen?.();
    expect(onOpen).toHaveBeenLastCalledWith(true);
    events.close();
  });

  it("stays open as long as events arrive", () => {
    const events = hear();
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(BEAT);
      FakeSource.all[0].say("beat");
    }
    expect(FakeSource.all).toHaveLength(1);
    expect(onBeat).toHaveBeenCalledTimes(21);
    events.close();
  });

  it("is noticed within a second of waking from sleep", () => {
    const events = hear();
    sleep(110_000);
    vi.advanceTimersByTime(1000);
    expect(FakeSource.all).toHaveLength(2);
    events.close();
  });

  it.each([
    ["the page is seen again", () => view.dispatchEvent(new Event("visibilitychange"))],
    ["somebody turns to it", () => dispatchEvent(new Event("focus"))],
    ["a frozen page goes on", () => view.dispatchEvent(new Event("resume"))],
  ])("is noticed at once when %s", (_, happens) => {
    const events = hear();
    sleep(LATE_BEAT - 1);
    happens();
    expect(FakeSource.all).toHaveLength(1);
    sleep(1);
    happens();
    expect(FakeSource.all).toHaveLength(2);
    events.close();
  });

  it("is not waited for on another network", () => {
    const events = hear();
    dispatchEvent(new Event("online"));
    expect(FakeSource.all).toHaveLength(2);
    events.close();
  });
});

describe("several pages of one browser", () => {
  const open = (on: Record<string, (data: unknown) => void> = {}) =>
    openEvents("/events", { on, onBeat });
  const listening = () => FakeSource.all.filter((s) => s.readyState !== FakeSource.CLOSED);

  /** Opens one after the other, a while apart. */
  async function openSeveral(count: number) {
    const pages = [];
    for (let i = 0; i < count; i++) {
      await vi.advanceTimersByTimeAsync(10);
      pages.push(open());
    }
    await vi.advanceTimersByTimeAsync(10);
    return pages;
  }

  it("share one stream, held by the newest page", async () => {
    const pages = await openSeveral(7);
    expect(FakeSource.all).toHaveLength(7);
    expect(listening()).toEqual([FakeSource.all[6]]);
    for (const page of pages.reverse()) page.close();
  });

  it("poll when that page receives a beat, without timers of their own", async () => {
    const matched = vi.fn();
    const first = open({ matched });
    await vi.advanceTimersByTimeAsync(10);
    const second = open();
    await vi.advanceTimersByTimeAsync(10);
    expect(asked[0].url).toMatch(/^\/events\?ask=[a-z0-9]{28}&heard=0&at_once=true$/);
    await asked[0].answer(200, { heard: 5, events: [{ event: "beat", data: {} }] });
    expect(onBeat).toHaveBeenCalledTimes(1);
    expect(asked).toHaveLength(1);
    FakeSource.all[1].say("beat");
    await vi.advanceTimersByTimeAsync(0);
    expect(asked[1].url).toContain("&heard=5&at_once=true");
    await asked[1].answer(200, { heard: 6, events: [{ event: "matched", data: { room: "R" } }] });
    expect(matched).toHaveBeenCalledWith({ room: "R" });
    expect(asked).toHaveLength(2);
    second.close();
    first.close();
  });

  it("poll at once when that page has news, and again for news that came meanwhile", async () => {
    const [first] = await openSeveral(1);
    const second = open({ change: vi.fn() });
    await vi.advanceTimersByTimeAsync(10);
    await asked[0].answer(200, { heard: 1, events: [] });
    FakeSource.all[1].say("change");
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(2);
    for (let i = 0; i < 50; i++) FakeSource.all[1].say("change"); // a class comes in
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked, "while it polls").toHaveLength(2);
    await asked[1].answer(200, { heard: 2, events: [] });
    expect(asked).toHaveLength(3);
    await asked[2].answer(200, { heard: 52, events: [] });
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked, "without news").toHaveLength(3);
    second.close();
    first.close();
  });

  it("close before the one that came last where only one is to wait, and ask nothing", async () => {
    const onTwin = vi.fn(() => first.close());
    const first = openEvents("/events", { on: {}, onBeat, onTwin });
    await vi.advanceTimersByTimeAsync(10);
    const elsewhere = openEvents("/others", { on: {}, onBeat, onTwin });
    await vi.advanceTimersByTimeAsync(10);
    expect(onTwin).not.toHaveBeenCalled();
    expect(asked).toHaveLength(1);
    const second = openEvents("/events", { on: {}, onBeat, onTwin });
    await vi.advanceTimersByTimeAsync(10);
    expect(onTwin).toHaveBeenCalledTimes(1);
    expect(listening()).toEqual([FakeSource.all[2]]);
    expect(asked.filter(({ url }) => url.startsWith("/events?ask"))).toHaveLength(1);
    second.close();
    elsewhere.close();
  });

  it("give the stream to the page that is shown, which stops polling", async () => {
    const first = open();
    await vi.advanceTimersByTimeAsync(10);
    // The other page, whose document is not this one.
    const other = new FakeChannel("tandem.turn");
    other.postMessage({ says: "mine", since: Date.now(), who: "other" });
    await vi.advanceTimersByTimeAsync(10);
    expect(listening()).toHaveLength(0);
    await asked[0].answer(200, { heard: 1, events: [] });
    const name = asked[0].url.match(/ask=(\w+)/)?.[1];
    view.visibilityState = "hidden";
    view.dispatchEvent(new Event("visibilitychange"));
    expect(listening()).toHaveLength(0);
    view.visibilityState = "visible";
    view.dispatchEvent(new Event("visibilitychange"));
    expect(listening()).toEqual([FakeSource.all[1]]);
    expect(FakeSource.all[1].url).toBe(`/events?instead=${name}`);
    first.close();
  });

  it("pass the stream on to one of them when its page closes", async () => {
    const [first, second, third] = await openSeveral(3);
    third.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(listening()).toHaveLength(1);
    second.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(listening()).toHaveLength(1);
    first.close();
    expect(listening()).toHaveLength(0);
  });

  it("ask on by their names when they have lost it before their streams were open", async () => {
    const pages = await openSeveral(7);
    const last = pages.pop();
    const nameOf = ({ url }: { url: string }) => url.match(/ask=(\w+)/)?.[1];
    for (const { answer } of [...asked]) await answer(200, { heard: 1, events: [] });
    const names = new Set(asked.map(nameOf));
    const before = asked.length;
    last?.close(); // all of them want to have it now
    await vi.advanceTimersByTimeAsync(10);
    expect(listening()).toHaveLength(1);
    const since = asked.slice(before).map(nameOf);
    expect(since.length).toBeGreaterThan(0);
    for (const name of since) expect(names).toContain(name);
    for (const page of pages) page.close();
  });

  it("take the stream when nothing wakes them any more: its page froze or crashed", async () => {
    const [first] = await openSeveral(1);
    const other = new FakeChannel("tandem.turn");
    other.postMessage({ says: "mine", since: Date.now(), who: "frozen" });
    await vi.advanceTimersByTimeAsync(0);
    expect(listening()).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(SILENCE + 1000);
    expect(listening()).toHaveLength(1);
    first.close();
  });

  it("are told again by the newer where the older has not heard", async () => {
    const said: unknown[] = [];
    const [first] = await openSeveral(1);
    const other = new FakeChannel("tandem.turn");
    other.addEventListener("message", (event) => said.push((event as MessageEvent).data.says));
    other.postMessage({ says: "wake", since: Date.now() - 5000, who: "frozen" });
    await vi.advanceTimersByTimeAsync(0);
    expect(listening()).toHaveLength(1);
    expect(said).toEqual(["mine"]);
    first.close();
  });

  it("each have their own stream where pages cannot talk to each other", async () => {
    vi.stubGlobal("BroadcastChannel", undefined);
    const pages = await openSeveral(3);
    expect(listening()).toHaveLength(3);
    for (const page of pages) page.close();
  });
});
