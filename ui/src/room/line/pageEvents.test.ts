import { beforeEach, describe, expect, it, vi } from "vitest";
import { watchPage } from "./pageEvents";

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
  stop = watchPage({
    network: (online) => void told.push(online ? "online" : "offline"),
    doubt: tell("doubt"),
    hurry: tell("hurry"),
    look: tell("look"),
    putDown: tell("putDown"),
    holds: () => holds,
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

describe("a page around a room", () => {
  it("doubts its socket on any change of network, and dials at once when there is one", () => {
    happens("online");
    expect(told.splice(0)).toEqual(["online", "doubt", "hurry"]);
    vi.stubGlobal("navigator", { onLine: false });
    happens("offline");
    expect(told).toEqual(["offline", "doubt"]);
  });

  it("puts the stroke down when it is hidden or goes, and comes alive when it is seen", () => {
    turn("hidden");
    happens("pagehide");
    expect(told.splice(0)).toEqual(["putDown", "putDown"]);
    turn("visible");
    expect(told).toEqual(["look", "hurry"]);
  });

  it("dials anew when the browser brings back a page that it had put away", () => {
    happens(Object.assign(new Event("pageshow"), { persisted: false }));
    expect(told).toEqual([]);
    happens(Object.assign(new Event("pageshow"), { persisted: true }));
    expect(told).toEqual(["doubt", "hurry"]);
  });

  it("asks before it goes only while something would be lost", () => {
    expect(happens("beforeunload").defaultPrevented).toBe(false);
    holds = true;
    expect(happens("beforeunload").defaultPrevented).toBe(true);
  });

  it("hears nothing once the room is closed", () => {
    stop();
    for (const name of ["online", "offline", "pagehide"]) happens(name);
    turn("hidden");
    expect(told).toEqual([]);
  });
});
