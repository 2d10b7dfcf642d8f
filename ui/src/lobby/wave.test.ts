import { describe, expect, it } from "vitest";
import type { Lobby, Member } from "../api/client";
import { membersOfNextWave, waveEnds } from "./wave";

const members = ["ready", "here", "looking", "watching", "playing", "idle", "away"].map(
  (state) => ({ id: state, name: state, host: false, state }) as Member,
);

const games = (...due: (string | undefined)[]) =>
  ({ games: due.map((due_at) => ({ due_at })) }) as Lobby;

describe("a wave", () => {
  it("pairs whoever is there, ready or not, and nobody who only watches", () => {
    expect(membersOfNextWave({ members } as Lobby).map(({ id }) => id)).toEqual([
      "ready",
      "here",
      "looking",
    ]);
  });

  it("ends with the last of its games", () => {
    const at = Date.parse("2026-05-01T18:33:04Z");
    expect(waveEnds(games("2026-05-01T18:33:00Z", undefined, "2026-05-01T18:33:04Z"))).toBe(at);
    expect(waveEnds(games(undefined))).toBeUndefined();
  });
});
