import { beforeEach, describe, expect, it, vi } from "vitest";
import { listenToPageEvents } from "./pageEvents";

let page: EventTarget;
let tab: EventTarget & { visibilityState: string };
let told: string[];
let holds: boolean;
let stop: () => void;

beforeEach(() => {
  page = new EventTarget();
  tab = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("document", tab);
  vi.stubGlobal("navigator", { onLine: true });
  told = [];
  holds = false;
  const tell = (what: string) => () => void told.push(what);
  stop = listenToPageEvents({
    onNetwork: (online) => void told.push(online ? "online" : "offline"),
    redial: tell("doubt"),
    retryNow: tell("hurry"),
    redialIfSilent: tell("look"),
    saveStroke: tell("putDown"),
    hasUnsavedInk: () => holds,
  });
});

function happens(event: Event | string): Event {
  const one = typeof event === "string" ? new Event(event, { cancelable: true }) : event;
  page.dispatchEvent(one);
  return one;
}

function turn(visibility: "hidden" | "visible") {
  tab.visibilityState = visibility;
  tab.dispatchEvent(new Event("visibilitychange"));
}

describe("page events", () => {
  it("redials on any network change, and at once when there is a network", () => {
    happens("online");
    expect(told.splice(0)).toEqual(["online", "doubt", "hurry"]);
    vi.stubGlobal("navigator", { onLine: false });
    happens("offline");
    expect(told).toEqual(["offline", "doubt"]);
  });

  it("saves the stroke when the page is hidden or closed, and reconnects when it is shown", () => {
    turn("hidden");
    happens("pagehide");
    expect(told.splice(0)).toEqual(["putDown", "putDown"]);
    turn("visible");
    expect(told).toEqual(["look", "hurry"]);
  });

  it("redials when the browser restores the page from its cache", () => {
    happens(Object.assign(new Event("pageshow"), { persisted: false }));
    expect(told).toEqual([]);
    happens(Object.assign(new Event("pageshow"), { persisted: true }));
    expect(told).toEqual(["doubt", "hurry"]);
  });

  it("asks before closing only while ink would be lost", () => {
    expect(happens("beforeunload").defaultPrevented).toBe(false);
    holds = true;
    expect(happens("beforeunload").defaultPrevented).toBe(true);
  });

  it("ignores events once the room is closed", () => {
    stop();
    for (const name of ["online", "offline", "pagehide"]) happens(name);
    turn("hidden");
    expect(told).toEqual([]);
  });
});
