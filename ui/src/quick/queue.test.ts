import { beforeEach, describe, expect, it, vi } from "vitest";
import "../page/otherViews";
import type { Quick } from "../api/client";
import { me } from "../me/me";
import { openQueue } from "./queue";

const server = vi.hoisted(() => ({
  answer: {} as Record<string, { status: number; body?: unknown }>,
  calls: [] as string[],
  stream: undefined as
    | {
        on: Record<string, (data: unknown) => void>;
        onBeat: () => void;
        onOpen?: (open: boolean) => void;
      }
    | undefined,
  closed: 0,
  /** The number of events received. */
  received: 0,
  sent: undefined as unknown,
}));

const attention = vi.hoisted(() => ({ present: true, back: () => {} }));
vi.mock("../match/attention", () => ({
  watchAttention(back: () => void) {
    attention.back = back;
    return { present: () => attention.present, close() {} };
  },
}));

const notified = vi.hoisted(() => [] as string[]);
vi.mock("../match/notify", () => ({ notifyPlayer: (text: string) => notified.push(text) }));

vi.mock("../api/client", async (original) => {
  const call = (method: string) => async (path: string, sent?: { body?: unknown }) => {
    server.sent = sent?.body;
    server.calls.push(`${method} ${path}`);
    const { status, body } = server.answer[path] ?? { status: 204 };
    const ok = status < 400;
    return { response: { ok, status }, data: ok ? body : undefined, error: ok ? undefined : body };
  };
  return {
    ...(await original<typeof import("../api/client")>()),
    api: { GET: call("GET"), PUT: call("PUT"), DELETE: call("DELETE") },
  };
});

vi.mock("../api/events", () => ({
  openEvents(_url: string, options: NonNullable<typeof server.stream>) {
    server.stream = options;
    return {
      get received() {
        return server.received;
      },
      close: () => server.closed++,
    };
  },
}));

const alone: Quick = { waiting: true, ghosts: true, others: 0 };

async function come() {
  const page = openQueue({ language: "en", difficulty: "normal" });
  await vi.waitFor(() => expect(page.state.value.at).not.toBe("asking"));
  return page;
}

beforeEach(() => {
  server.calls = [];
  server.closed = 0;
  attention.present = true;
  notified.length = 0;
  const window = new EventTarget();
  vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
  vi.stubGlobal("removeEventListener", window.removeEventListener.bind(window));
  vi.stubGlobal("dispatchEvent", window.dispatchEvent.bind(window));
  me.value = undefined;
  server.answer = {
    "/api/me": { status: 200, body: { id: "M", name: "Mila" } },
    "/api/quick/ticket": { status: 200, body: alone },
  };
});

describe("a wait for a stranger", () => {
  it("begins a session where there is none", async () => {
    me.value = null;
    await come();
    expect(server.calls).toEqual(["PUT /api/me", "PUT /api/quick/ticket"]);
  });

  it("opens the stream before it takes a ticket, so that no match is missed", async () => {
    const page = await come();
    expect(page.state.value).toEqual({ at: "waiting", queue: alone, live: true });
    expect(server.calls).toEqual(["GET /api/me", "PUT /api/quick/ticket"]);
    expect(server.stream).toBeDefined();
  });

  it("answers each beat, with whether the player is attentive", async () => {
    await come();
    attention.present = false;
    server.stream?.onBeat();
    await vi.waitFor(() => expect(server.calls).toContain("PUT /api/quick/ticket/beat"));
    expect(server.sent).toEqual({ idle: true });
    attention.present = true;
    attention.back();
    await vi.waitFor(() => expect(server.sent).toEqual({ idle: false }));
  });

  it("notifies an inattentive player once when somebody comes", async () => {
    await come();
    attention.present = false;
    for (const others of [0, 1, 2]) server.stream?.on.quick({ waiting: true, others });
    expect(notified).toEqual(["Someone wants to draw. Come back!"]);
  });

  it("shows the stream's last queue, not an answer requested before it", async () => {
    const page = await come();
    const changed = page.change({ language: "es", difficulty: "normal" });
    server.received++;
    server.stream?.on.quick({ waiting: true, others: 2 });
    await changed;
    expect(page.state.value).toMatchObject({ at: "waiting", queue: { others: 2 } });
  });

  it("does not notify an attentive player", async () => {
    await come();
    server.stream?.on.quick({ waiting: true, others: 1 });
    expect(notified).toEqual([]);
  });

  it("shows how many wait, and opens the room", async () => {
    const page = await come();
    server.stream?.on.quick({ waiting: true, others: 3 });
    expect(page.state.value).toMatchObject({ at: "waiting", queue: { others: 3 } });
    server.stream?.on.matched({ room: "R", seat: 1, partner: "Jonas" });
    expect(page.state.value).toMatchObject({ at: "matched", matched: { room: "R" } });
    expect(server.closed).toBe(1);
    expect(notified).toEqual(["You’re drawing with Jonas"]);
  });

  it("hears of a match that comes before the ticket is answered", async () => {
    const page = openQueue({ language: "en", difficulty: "normal" });
    await vi.waitFor(() => expect(server.calls).toContain("PUT /api/quick/ticket"));
    server.stream?.on.matched({ room: "R", seat: 1, partner: "Jonas" });
    await vi.waitFor(() => expect(page.state.value.at).toBe("matched"));
  });

  it("hears how it stands before the ticket is answered", async () => {
    server.answer["/api/quick/ticket"] = {
      status: 200,
      get body() {
        server.received++;
        server.stream?.on.quick({ waiting: true, others: 2 });
        return alone;
      },
    };
    expect((await come()).state.value).toMatchObject({ at: "waiting", queue: { others: 2 } });
  });

  it("says which lobby it took the player from, as long as it waits", async () => {
    server.answer["/api/quick/ticket"] = {
      status: 200,
      body: { ...alone, left: "plum-kite-otter" },
    };
    const page = await come();
    server.stream?.on.quick({ waiting: true, others: 3 });
    expect(page.state.value).toMatchObject({ left: "plum-kite-otter", queue: { others: 3 } });
    server.answer["/api/quick/ticket"] = { status: 200, body: alone };
    await page.change({ language: "es", difficulty: "normal" });
    expect(page.state.value).toMatchObject({ left: "plum-kite-otter" });
  });

  it("says that a newer page waits, and takes back", async () => {
    const page = await come();
    server.stream?.on.replaced({});
    expect(page.state.value.at).toBe("elsewhere");
    await page.start();
    expect(page.state.value.at).toBe("waiting");
  });

  it("does not take back what was given up for a lobby", async () => {
    const page = await come();
    server.stream?.on.quick({ waiting: false, others: 0 });
    expect(page.state.value.at).toBe("stopped");
    expect(server.calls.filter((call) => call === "PUT /api/quick/ticket")).toHaveLength(1);
  });

  it("waits on after a broken stream, whose ticket may have lapsed", async () => {
    const page = await come();
    server.stream?.onOpen?.(true);
    server.stream?.onOpen?.(false);
    expect(page.state.value).toMatchObject({ live: false });
    server.stream?.on.quick({ waiting: false, others: 0 });
    server.stream?.onOpen?.(true);
    await vi.waitFor(() =>
      expect(server.calls.filter((call) => call === "PUT /api/quick/ticket")).toHaveLength(2),
    );
    expect(page.state.value).toMatchObject({ at: "waiting", live: true });
  });

  it("offers the game that the player is in, and does not take it from another tab", async () => {
    server.answer["/api/quick/ticket"] = { status: 409, body: { code: "playing", room: "R" } };
    const page = openQueue({ language: "en", difficulty: "normal" });
    await vi.waitFor(() => expect(server.calls).toContain("PUT /api/quick/ticket"));
    server.stream?.on.matched({ room: "R", seat: 1, partner: "Jonas" });
    await vi.waitFor(() => expect(page.state.value).toEqual({ at: "playing", room: "R" }));
    server.stream?.on.matched({ room: "R", seat: 1, partner: "Jonas" });
    expect(page.state.value.at).toBe("playing");
    expect(server.closed).toBe(1);
  });

  it("stops waiting when the browser restores it from its cache", async () => {
    const page = await come();
    dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    expect(page.state.value.at).toBe("stopped");
  });

  it("withdraws its own ticket when the page closes, and not another page's", async () => {
    const page = await come();
    page.close();
    expect(server.calls.at(-1)).toBe("DELETE /api/quick/ticket");
    const older = await come();
    server.stream?.on.replaced({});
    server.calls = [];
    older.close();
    expect(server.calls).toEqual([]);
  });

  it("cancels", async () => {
    const page = await come();
    await page.cancel();
    expect(server.calls.at(-1)).toBe("DELETE /api/quick/ticket");
    expect(server.closed).toBe(1);
  });
});
