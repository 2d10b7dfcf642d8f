import { describe, expect, it } from "vitest";
import type { Lobby } from "../api/client";
import { applyChange } from "./change";

const member = (id: string, state: Lobby["members"][number]["state"] = "here") => ({
  id,
  name: id,
  host: id === "M",
  state,
});
const game = (id: string, state: Lobby["games"][number]["state"] = "live") => ({
  id,
  names: ["a", "b"],
  state,
  started_at: "2026-11-23T14:21:00Z",
});
const before: Lobby = {
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
  members: [member("M"), member("J"), member("A")],
  games: [game("2"), game("1")],
};

describe("a change of a lobby", () => {
  it("leaves alone what it does not name", () => {
    expect(applyChange(before, {})).toEqual(before);
  });

  it("puts who comes last, keeps the places of others, and takes out who has gone", () => {
    const { members } = applyChange(before, {
      members: [member("J", "ready"), member("B")],
      gone: ["M"],
    });
    expect(members).toEqual([member("J", "ready"), member("A"), member("B")]);
  });

  it("hangs new games first, and no more than the wall holds", () => {
    const changed = applyChange(before, { games: [game("3"), game("1", "finished")] });
    expect(changed.games).toEqual([game("3"), game("2"), game("1", "finished")]);
    const many = Array.from({ length: 110 }, (_, i) => game(`n${i}`));
    expect(applyChange(before, { games: many }).games).toEqual(many.slice(0, 100));
  });

  it("takes over what stands for itself", () => {
    const rules = { ...before.rules, locked: true };
    const changed = applyChange(before, {
      host: "J",
      rules,
      invitations: [{ from: "M", to: "J" }],
    });
    expect(changed).toMatchObject({ host: "J", rules, invitations: [{ from: "M", to: "J" }] });
    expect(applyChange(changed, { invitations: [] }).invitations).toEqual([]);
  });
});
