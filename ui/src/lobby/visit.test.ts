import { beforeEach, describe, expect, it, vi } from "vitest";
import "../page/otherViews";
import type { Lobby, Matched } from "../api/client";
import { me } from "../me/me";
import { openVisit } from "./visit";

type Call = (method: string, path: string) => { status: number; body?: unknown };

const server = vi.hoisted(() => ({
  answer: undefined as Call | undefined,
  calls: [] as string[],
  sent: undefined as unknown,
  stream: undefined as
    | {
        on: Record<string, (data: unknown) => void>;
        onBeat: () => void;
        onOpen?: (open: boolean) => void;
        onRefused?: () => void;
      }
    | undefined,
  url: "",
  closed: 0,
  /** The number of events received. */
  received: 0,
}));

vi.mock("../api/client", async (original) => {
  const call = (method: string) => async (path: string, sent?: { body?: unknown }) => {
    server.calls.push(`${method} ${path}`);
    server.sent = sent?.body;
    await null; // answers are never synchronous
    const { status, body } = server.answer?.(method, path) ?? { status: 500 };
    const ok = status < 400;
    return { response: { ok, status }, data: ok ? body : undefined, error: ok ? undefined : body };
  };
  return {
    ...(await original<typeof import("../api/client")>()),
    api: { GET: call("GET"), PUT: call("PUT"), POST: call("POST"), DELETE: call("DELETE") },
  };
});

const attention = vi.hoisted(() => ({ present: true, back: () => {} }));
vi.mock("../match/attention", () => ({
  watchAttention(back: () => void) {
    attention.back = back;
    return { present: () => attention.present, close() {} };
  },
}));

const notified = vi.hoisted(() => [] as string[]);
vi.mock("../match/notify", () => ({ notifyPlayer: (text: string) => notified.push(text) }));

vi.mock("../api/events", () => ({
  openEvents(url: string, options: NonNullable<typeof server.stream>) {
    server.url = url;
    server.stream = options;
    return {
      get received() {
        return server.received;
      },
      close: () => server.closed++,
    };
  },
}));

const mila = { id: "M", name: "Mila", host: true, state: "here" } as const;
const jonas = { id: "J", name: "Jonas", host: false, state: "ready" } as const;

function lobby(change: Partial<Lobby> = {}): Lobby {
  return {
    code: "plum-kite-otter",
    link: "http://tandem.test/l/plum-kite-otter",
    host: "M",
    settings: { round_seconds: 30, rounds: 6, theme: "", language: "en", difficulty: "normal" },
    rules: {
      name: "",
      pairing: "as_they_come",
      capacity: 200,
      locked: false,
      public: false,
      names_only: false,
      offer_names: false,
      chat_in_rooms: false,
    },
    members: [mila, jonas],
    games: [],
    ...change,
  };
}

const gameR: Lobby["games"][number] = {
  id: "R",
  names: ["Jonas", "Mila"],
  state: "live",
  started_at: "2026-11-23T14:21:00Z",
};

/** A server that knows this browser as Mila, and the lobby. */
const known: Call = (method, path) => {
  if (path === "/api/me") return { status: 200, body: { id: "M", name: "Mila" } };
  if (method === "DELETE") return { status: 204 };
  return { status: 200, body: lobby() };
};

async function arrive(answer: Call) {
  server.answer = answer;
  const visit = openVisit("plum-kite-otter");
  await vi.waitFor(() => expect(visit.state.value.at).not.toBe("looking"));
  return visit;
}

beforeEach(() => {
  me.value = undefined;
  server.calls = [];
  server.stream = undefined;
  server.closed = 0;
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  attention.present = true;
  notified.length = 0;
});

describe("a visit to a lobby", () => {
  it("joins at once when the browser has a name", async () => {
    const visit = await arrive(known);
    expect(visit.state.value).toMatchObject({ at: "inside", live: true });
    expect(server.calls).toContain("POST /api/lobbies/{code}/members");
  });

  it("waits at the door for a name, and joins under it", async () => {
    const visit = await arrive((method, path) =>
      path === "/api/me" && method === "GET" ? { status: 204 } : known(method, path),
    );
    expect(visit.state.value.at).toBe("door");
    expect(server.stream).toBeUndefined();
    expect(await visit.enter()).toBeNull();
    expect(visit.state.value.at).toBe("inside");
  });

  it("says so when the lobby is unknown, and when the server is away", async () => {
    const missing = await arrive((m, path) =>
      path === "/api/me" ? known(m, path) : { status: 404 },
    );
    expect(missing.state.value).toEqual({ at: "unknown" });
    const away = await arrive((m, path) => (path === "/api/me" ? known(m, path) : { status: 503 }));
    expect(away.state.value).toMatchObject({ at: "failed", failure: { status: 503 } });
  });

  it("shows members who join and leave, and whether the stream is open", async () => {
    const visit = await arrive(known);
    server.stream?.onOpen?.(false);
    expect(visit.state.value).toMatchObject({ at: "inside", live: false });
    server.stream?.onOpen?.(true);
    server.stream?.on.lobby(lobby({ members: [mila] }));
    expect(visit.state.value).toMatchObject({
      at: "inside",
      live: true,
      lobby: { members: [mila] },
    });
  });

  it("leads to the room when the match is announced, and to nowhere else afterwards", async () => {
    const visit = await arrive(known);
    const matched: Matched = { room: "R", seat: 2, partner: "Jonas" };
    server.stream?.on.matched(matched);
    server.stream?.on.lobby(lobby());
    expect(visit.state.value).toMatchObject({ at: "matched", matched });
  });

  it("leads to the room when the match was made while the stream was broken", async () => {
    const visit = await arrive(known);
    server.stream?.on.lobby(lobby({ members: [{ ...mila, state: "ready" }, jonas] }));
    const playing = { ...mila, state: "playing", room: "R" } as const;
    const game = {
      id: "R",
      names: ["Jonas", "Mila"],
      state: "live",
      started_at: "2026-11-23T14:21:00Z",
    } as const;
    server.stream?.on.lobby(
      lobby({ members: [playing, jonas], games: [{ ...game, names: [...game.names] }] }),
    );
    expect(visit.state.value).toMatchObject({
      at: "matched",
      matched: { room: "R", seat: 2, partner: "Jonas" },
    });
  });

  it("leaves the room to the first page of this browser that got the match", async () => {
    const first = await arrive(known);
    const firstStream = server.stream;
    const visit = await arrive(known);
    firstStream?.on.matched({ room: "R", seat: 2, partner: "Jonas" });
    expect(first.state.value.at).toBe("matched");
    const playing = { ...mila, state: "playing", room: "R" } as const;
    server.stream?.on.lobby(lobby({ members: [{ ...mila, state: "ready" }, jonas] }));
    server.stream?.on.matched({ room: "R", seat: 2, partner: "Jonas" });
    server.stream?.on.lobby(lobby({ members: [playing, jonas], games: [gameR] }));
    expect(visit.state.value).toMatchObject({
      at: "inside",
      lobby: { members: [{ room: "R" }, {}] },
    });
    expect(notified).toHaveLength(2);
  });

  it("stays in the lobby when a game was on already before the page was loaded", async () => {
    const playing = { ...mila, state: "playing", room: "R" } as const;
    const visit = await arrive((method, path) =>
      path === "/api/me"
        ? known(method, path)
        : { status: 200, body: lobby({ members: [playing] }) },
    );
    expect(visit.state.value.at).toBe("inside");
  });

  it("applies changes to the stream's last lobby", async () => {
    const visit = await arrive(known);
    server.stream?.on.lobby(lobby());
    server.stream?.on.change({ members: [{ ...jonas, state: "here" }], gone: ["M"] });
    expect(visit.state.value).toMatchObject({
      lobby: { members: [{ id: "J", state: "here" }], code: "plum-kite-otter" },
    });
  });

  it("shows the stream's last lobby, not an answer requested before it", async () => {
    const visit = await arrive(known);
    server.answer = () => {
      const before = lobby({ members: [mila] });
      server.received++;
      server.stream?.on.lobby(lobby({ members: [mila, jonas] }));
      return { status: 200, body: before };
    };
    await visit.setReady(true);
    expect(visit.state.value).toMatchObject({ lobby: { members: [{ id: "M" }, { id: "J" }] } });
    server.answer = () => ({ status: 200, body: lobby({ members: [mila] }) });
    await visit.setReady(false);
    expect(visit.state.value).toMatchObject({ lobby: { members: [{ id: "M" }] } });
  });

  it("goes on under the lobby's own code when the typed one has a typo", async () => {
    server.answer = known;
    const visit = openVisit("plum-kite-oter");
    await vi.waitFor(() => expect(visit.state.value.at).toBe("inside"));
    expect(server.url).toContain("/plum-kite-otter/");
  });

  it("reports when the host removes the player, now or before", async () => {
    const visit = await arrive(known);
    server.stream?.on.removed({});
    expect(visit.state.value.at).toBe("removed");
    const later = await arrive((method, path) =>
      path === "/api/me"
        ? known(method, path)
        : { status: 403, body: { code: "removed", detail: "…" } },
    );
    expect(later.state.value.at).toBe("removed");
  });

  it("stays at the door of a lobby for known names, until one is", async () => {
    const unknown: Call = (method, path) =>
      method === "POST" && path.endsWith("/members")
        ? { status: 403, body: { code: "lobby_names_only", detail: "…" } }
        : known(method, path);
    const visit = await arrive(unknown);
    expect(visit.state.value).toMatchObject({ at: "door", unknownName: true });
    expect(await visit.enter()).toMatchObject({ code: "lobby_names_only" });
    expect(visit.state.value).toMatchObject({ at: "door", unknownName: true });
    server.answer = known;
    expect(await visit.enter()).toBeNull();
    expect(visit.state.value.at).toBe("inside");
  });

  it("says so when the lobby has closed", async () => {
    const visit = await arrive((method, path) =>
      path === "/api/me"
        ? known(method, path)
        : { status: 410, body: { code: "lobby_closed", detail: "…" } },
    );
    expect(visit.state.value.at).toBe("closed");
  });

  it("answers each beat, with whether the player is attentive", async () => {
    await arrive(known);
    server.calls = [];
    attention.present = false;
    server.stream?.onBeat();
    attention.present = true;
    await vi.waitFor(() =>
      expect(server.calls).toEqual(["PUT /api/lobbies/{code}/members/me/beat"]),
    );
    expect(server.sent).toEqual({ idle: true });
    attention.back();
    await vi.waitFor(() => expect(server.calls).toHaveLength(2));
    expect(server.sent).toEqual({ idle: false });
  });

  describe("of a player who is ready", () => {
    const readyHere = lobby({ members: [{ ...mila, state: "ready" }] });
    const notReady = lobby({ members: [mila] });

    /** Mila is ready, and the server's answer to being ready is that she is. */
    async function getReady() {
      const visit = await arrive((method, path) =>
        path.endsWith("/ready") ? { status: 200, body: readyHere } : known(method, path),
      );
      server.stream?.on.lobby(notReady);
      await visit.setReady(true);
      server.stream?.on.lobby(readyHere);
      server.calls = [];
      return visit;
    }
    const readyAgain = "PUT /api/lobbies/{code}/members/me/ready";

    it("is ready again after a broken connection ended it", async () => {
      const visit = await getReady();
      server.stream?.onOpen?.(false);
      server.stream?.onOpen?.(true);
      server.stream?.on.lobby(notReady);
      await vi.waitFor(() => expect(server.calls).toEqual([readyAgain]));
      await vi.waitFor(() =>
        expect(visit.state.value).toMatchObject({ lobby: { members: [{ state: "ready" }] } }),
      );
    });

    it("is ready again only once the player is attentive", async () => {
      await getReady();
      attention.present = false;
      server.stream?.onOpen?.(false);
      server.stream?.onOpen?.(true);
      server.stream?.on.lobby(notReady);
      expect(server.calls).toEqual([]);
      attention.present = true;
      attention.back();
      await vi.waitFor(() => expect(server.calls).toContain(readyAgain));
    });

    it.each([
      ["another tab took it back", { ...mila }, false],
      ["the player waits elsewhere now", { ...mila, waits: "quick" }, true],
      ["the player plays elsewhere now", { ...mila, state: "playing", room: "R" } as const, true],
    ])("is not, where %s", async (_, member, broke) => {
      await getReady();
      if (broke) {
        server.stream?.onOpen?.(false);
        server.stream?.onOpen?.(true);
      }
      server.stream?.on.lobby(lobby({ members: [member] }));
      server.stream?.onOpen?.(false);
      server.stream?.onOpen?.(true);
      server.stream?.on.lobby(notReady);
      expect(server.calls).toEqual([]);
    });

    it("notifies an inattentive player when somebody else is ready, and when matched", async () => {
      await getReady();
      attention.present = false;
      const idle = { ...mila, state: "idle" } as const;
      server.stream?.on.lobby(lobby({ members: [idle] }));
      expect(notified).toEqual([]);
      for (let i = 0; i < 2; i++) server.stream?.on.lobby(lobby({ members: [idle, jonas] }));
      expect(notified).toEqual(["Someone else is ready. Come back!"]);
      server.stream?.on.matched({ room: "R", seat: 2, partner: "Jonas" });
      expect(notified[1]).toBe("You’re drawing with Jonas");
    });
  });

  it("finds out that the lobby has closed when its stream is refused", async () => {
    const visit = await arrive(known);
    server.answer = (m, path) => (path === "/api/me" ? known(m, path) : { status: 404 });
    server.stream?.onRefused?.();
    await vi.waitFor(() => expect(visit.state.value.at).toBe("unknown"));
    expect(server.closed).toBeGreaterThan(0);
  });

  it("goes on trying while the server is only away", async () => {
    const visit = await arrive(known);
    server.answer = () => ({ status: 503 });
    server.calls = [];
    server.stream?.onRefused?.();
    await vi.waitFor(() => expect(server.calls).toEqual(["GET /api/lobbies/{code}"]));
    expect(visit.state.value.at).toBe("inside");
    expect(server.closed).toBe(0);
  });

  it("stays at the door when another of the player's pages has left", async () => {
    const visit = await arrive(known);
    server.answer = (method, path) =>
      method === "GET" && path !== "/api/me"
        ? { status: 200, body: lobby({ members: [jonas] }) }
        : known(method, path);
    server.calls = [];
    server.stream?.onRefused?.();
    await vi.waitFor(() => expect(visit.state.value.at).toBe("door"));
    expect(server.calls).not.toContain("POST /api/lobbies/{code}/members");
    expect(server.closed).toBe(1);
    await visit.enter();
    expect(visit.state.value.at).toBe("inside");
  });

  it("asks for a name again when the server has forgotten the session", async () => {
    const visit = await arrive((method, path) =>
      method === "POST" ? { status: 401 } : known(method, path),
    );
    expect(visit.state.value.at).toBe("door");
    server.answer = known;
    await visit.enter();
    expect(visit.state.value.at).toBe("inside");
  });

  it("leaves for good, and ignores later events", async () => {
    const visit = await arrive(known);
    await visit.leave();
    expect(server.calls.at(-1)).toBe("DELETE /api/lobbies/{code}/members/me");
    expect(server.closed).toBe(1);
  });
});
