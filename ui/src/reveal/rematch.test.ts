import { beforeEach, describe, expect, it, vi } from "vitest";
import "../page/otherViews";
import type { Lobby } from "../api/client";
import { openRematch } from "./rematch";

const server = vi.hoisted(() => ({
  calls: [] as unknown[],
  stream: undefined as
    | { on: Record<string, (data: unknown) => void>; onBeat: () => void }
    | undefined,
}));

vi.mock("../api/client", async (original) => {
  const call = (method: string) => async (path: string, sent?: { body?: unknown }) => {
    server.calls.push([method, path, sent?.body]);
    return { response: { ok: true, status: 204 } };
  };
  return {
    ...(await original<typeof import("../api/client")>()),
    api: { PUT: call("PUT"), POST: call("POST") },
  };
});

const attention = vi.hoisted(() => ({ present: true }));
vi.mock("../match/attention", () => ({
  watchAttention: () => ({ present: () => attention.present, close() {} }),
}));
const notified = vi.hoisted(() => [] as string[]);
vi.mock("../match/notify", () => ({ notifyPlayer: (text: string) => notified.push(text) }));

vi.mock("../api/events", () => ({
  openEvents(_: string, options: NonNullable<typeof server.stream>) {
    server.stream = options;
    return { close() {} };
  },
}));

const mila = { id: "M", name: "Mila", host: true, state: "looking" };
const lobby = { code: "plum-kite-otter", members: [mila], games: [] } as unknown as Lobby;

const beats = () => server.calls.filter((call) => String(call).includes("beat"));

describe("after a game", () => {
  beforeEach(() => {
    server.calls = [];
    attention.present = true;
  });

  it("tells the lobby that somebody looks at the drawing, as long as one is in it", () => {
    openRematch("G", "Jonas");
    server.stream?.onBeat();
    expect(beats()).toHaveLength(1);
    server.stream?.on.lobby(lobby);
    attention.present = false;
    server.stream?.onBeat();
    expect(beats().at(-1)).toEqual([
      "PUT",
      "/api/lobbies/{code}/members/me/beat",
      { idle: true, looking: true },
    ]);
    server.stream?.on.removed({});
    server.calls = [];
    server.stream?.onBeat();
    expect(beats()).toHaveLength(1);
  });

  it("knows the lobby as it changes, and starts a wave in it", async () => {
    const partner = openRematch("G", "Jonas");
    expect(await partner.startWave()).toBeNull();
    expect(server.calls).toEqual([]);
    server.stream?.on.lobby(lobby);
    server.stream?.on.change({ members: [{ ...mila, name: "Ludmila" }] });
    expect(partner.lobby.value?.members[0].name).toBe("Ludmila");
    expect(await partner.startWave()).toBeNull();
    expect(server.calls).toEqual([["POST", "/api/lobbies/{code}/waves", undefined]]);
  });

  it("goes to the room of a wave with whoever is the partner there", () => {
    const partner = openRematch("G", "Jonas");
    server.stream?.on.matched({ room: "R", seat: 1, partner: "Aiko" });
    expect(partner.matched.value?.room).toBe("R");
    expect(notified.at(-1)).toContain("Aiko");
  });
});
