import { beforeEach, describe, expect, it, vi } from "vitest";
import { stubAudio, tones } from "../sound/audio.fixture";
import { setSound } from "../sound/sound";
import { notificationsOn, notifyPlayer, setNotifications } from "./notify";

const shown: { body?: string; closed: boolean }[] = [];
const asked = vi.fn(async () => "granted");
let page: EventTarget & { title: string; visibilityState: string; hasFocus: () => boolean };
let permission: string;
let throws = false;

class FakeNotification {
  static get permission() {
    return permission;
  }
  static requestPermission = asked;
  private readonly note: (typeof shown)[number];

  constructor(_: string, { body }: { body?: string }) {
    if (throws) throw new TypeError("use a service worker");
    this.note = { body, closed: false };
    shown.push(this.note);
  }
  close() {
    this.note.closed = true;
  }
}

beforeEach(() => {
  page = Object.assign(new EventTarget(), {
    title: "Quick play · Tandem",
    visibilityState: "hidden",
    hasFocus: () => false,
  });
  vi.stubGlobal("document", page);
  const window = new EventTarget();
  vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
  vi.stubGlobal("removeEventListener", window.removeEventListener.bind(window));
  vi.stubGlobal("Notification", FakeNotification);
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("location", { href: "https://tandem.example/quick" });
  permission = "default";
  throws = false;
  shown.length = 0;
  asked.mockClear();
  setNotifications(false);
});

function see() {
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));
}

describe("a call", () => {
  it("shows in the title of a hidden page until the page is shown", () => {
    notifyPlayer("Somebody is here");
    expect(page.title).toBe("● Somebody is here");
    see();
    expect(page.title).toBe("Quick play · Tandem");
  });

  it("leaves a title alone that the page has changed meanwhile", () => {
    notifyPlayer("Somebody is here");
    page.title = "Drawing with Jonas · Tandem";
    see();
    expect(page.title).toBe("Drawing with Jonas · Tandem");
  });

  it("does nothing on a visible page", () => {
    page.visibilityState = "visible";
    page.hasFocus = () => true;
    notifyPlayer("Somebody is here");
    expect(page.title).toBe("Quick play · Tandem");
  });

  it("shows a notification only once turned on, and closes it when the page is shown", () => {
    permission = "granted";
    notifyPlayer("Somebody is here");
    expect(shown).toEqual([]);
    setNotifications(true);
    notifyPlayer("Somebody is here");
    expect(shown).toEqual([{ body: "Somebody is here", closed: false }]);
    see();
    expect(shown[0].closed).toBe(true);
  });

  it("asks for permission only at that press, and not again once refused", () => {
    notifyPlayer("Somebody is here");
    expect(asked).not.toHaveBeenCalled();
    setNotifications(true);
    expect([asked.mock.calls.length, notificationsOn.value]).toEqual([1, true]);
    permission = "denied";
    setNotifications(true);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("sounds where it is asked for, on a visible page only with sounds on", async () => {
    stubAudio();
    const heard = async (call: boolean, sound: boolean, visible: boolean) => {
      setNotifications(call);
      await setSound(sound);
      await vi.dynamicImportSettled();
      tones.length = 0;
      page.visibilityState = visible ? "visible" : "hidden";
      page.hasFocus = () => visible;
      notifyPlayer("Somebody is here");
      await vi.dynamicImportSettled();
      see();
      return tones.length > 0;
    };
    expect(await heard(false, false, false)).toBe(false);
    expect(await heard(true, false, false)).toBe(true);
    expect(await heard(false, true, false)).toBe(true);
    expect(await heard(false, true, true)).toBe(true);
    expect(await heard(true, false, true)).toBe(false);
  });

  it("lets the service worker notify where a page may not, and closes that, too", async () => {
    permission = "granted";
    throws = true;
    const closed = vi.fn();
    const worker = {
      showNotification: vi.fn(),
      getNotifications: async () => [{ close: closed }],
    };
    vi.stubGlobal("navigator", { serviceWorker: { getRegistration: async () => worker } });
    setNotifications(true);
    notifyPlayer("Somebody is here");
    await vi.waitFor(() => expect(worker.showNotification).toHaveBeenCalledOnce());
    const [title, options] = worker.showNotification.mock.calls[0];
    expect([title, options.body, options.data]).toEqual([
      "Tandem",
      "Somebody is here",
      location.href,
    ]);
    see();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  });

  it("does without notifications where a browser has none for pages", () => {
    permission = "granted";
    throws = true;
    setNotifications(true);
    notifyPlayer("Somebody is here");
    expect(page.title).toBe("● Somebody is here");
  });
});
