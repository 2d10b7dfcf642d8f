import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Quick } from "../api/client";
import { me } from "../lobby/me";
import { openQueue } from "./queue";

const server = vi.hoisted(() => ({
  answer: {} as Record<string, { status: number; body?: unknown }>,
  calls: [] as string[],
  stream: undefined as
    | { on: Record<string, (data: unknown) => void>; onOpen?: (open: boolean) => void }
    | undefined,
  closed: 0,
}));

vi.mock("../api/client", async (original) => {
  const call = (method: string) => async (path: string) => {
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
    return { close: () => server.closed++ };
  },
}));

const alone: Quick = { waiting: true, others: 0 };

async function come() {
  const page = openQueue({ language: "en", difficulty: "normal" });
  await vi.waitFor(() => expect(page.stand.value.at).not.toBe("asking"));
  return page;
}

beforeEach(() => {
  server.calls = [];
  server.closed = 0;
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
    expect(page.stand.value).toEqual({ at: "waiting", queue: alone, live: true });
    expect(server.calls).toEqual(["GET /api/me", "PUT /api/quick/ticket"]);
    expect(server.stream).toBeDefined();
  });

  it("answers each beat", async () => {
    await come();
    server.stream?.on.beat({});
    await vi.waitFor(() => expect(server.calls).toContain("PUT /api/quick/ticket/beat"));
  });

  it("hears how many wait, and leads to the room", async () => {
    const page = await come();
    server.stream?.on.quick({ waiting: true, others: 3 });
    expect(page.stand.value).toMatchObject({ at: "waiting", queue: { others: 3 } });
    server.stream?.on.matched({ room: "R", seat: 1, partner: "Jonas" });
    expect(page.stand.value).toMatchObject({ at: "matched", matched: { room: "R" } });
    expect(server.closed).toBe(1);
  });

  it("says that a newer page waits, and takes back", async () => {
    const page = await come();
    server.stream?.on.replaced({});
    expect(page.stand.value.at).toBe("elsewhere");
    await page.again();
    expect(page.stand.value.at).toBe("waiting");
  });

  it("does not take back what was given up for a lobby", async () => {
    const page = await come();
    server.stream?.on.quick({ waiting: false, others: 0 });
    expect(page.stand.value.at).toBe("stopped");
    expect(server.calls.filter((call) => call === "PUT /api/quick/ticket")).toHaveLength(1);
  });

  it("waits on after a broken stream, whose ticket may have lapsed", async () => {
    const page = await come();
    server.stream?.onOpen?.(true);
    server.stream?.onOpen?.(false);
    expect(page.stand.value).toMatchObject({ live: false });
    server.stream?.on.quick({ waiting: false, others: 0 });
    server.stream?.onOpen?.(true);
    await vi.waitFor(() =>
      expect(server.calls.filter((call) => call === "PUT /api/quick/ticket")).toHaveLength(2),
    );
    expect(page.stand.value).toMatchObject({ at: "waiting", live: true });
  });

  it("finds the game it is in, where a ticket is refused for it", async () => {
    server.answer["/api/quick/ticket"] = { status: 409, body: { code: "playing" } };
    const page = await come();
    expect(page.stand.value).toMatchObject({ at: "failed", failure: { code: "playing" } });
    server.stream?.on.matched({ room: "R", seat: 1, partner: "Jonas" });
    expect(page.stand.value.at).toBe("matched");
  });

  it("cancels", async () => {
    const page = await come();
    await page.cancel();
    expect(server.calls.at(-1)).toBe("DELETE /api/quick/ticket");
    expect(server.closed).toBe(1);
  });
});
