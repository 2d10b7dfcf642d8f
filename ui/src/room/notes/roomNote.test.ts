import { describe, expect, test } from "vitest";
import type { Connection, Outage } from "../line/sockets";
import type { RoomState } from "../line/state";
import { type NoteInput, noteOf } from "./roomNote";

const seats = [
  { seat: 1, name: "Mila" },
  { seat: 2, name: "Jonas" },
];

/** The seats, with some players idle. Who is idle was asked before. */
const idle = (...which: number[]) =>
  seats.map((s) => {
    const is = which.includes(s.seat);
    return { ...s, here: true, asked: is, idle: is };
  }) as RoomState["seats"];

function note(
  change: Partial<Omit<NoteInput, "state">> & { room?: Partial<RoomState> | null } = {},
) {
  const { room, ...seen } = change;
  const state = { phase: "round", paused: null, seats, ...room } as RoomState;
  return noteOf({
    connection: { state: "open" },
    network: true,
    full: false,
    slow: false,
    you: 1,
    ...seen,
    state: room === null ? undefined : state,
  });
}

function down(some: Partial<Outage> = {}): Connection {
  return { state: "waiting", until: 0, failures: 1, restarting: false, ...some };
}

describe("the note over the sheet", () => {
  test("is absent while both players draw", () => {
    expect(note()).toBeUndefined();
  });

  test.each([
    ["reconnecting", { connection: down() }],
    ["away", { connection: down({ away: true }) }],
    ["restarting", { connection: down({ away: true, restarting: true }) }],
    ["offline", { connection: down({ away: true, restarting: true }), network: false }],
    ["blocked", { connection: down({ away: true, restarting: true, blocked: true }) }],
  ])("a line that is down: %s", (why, seen) => {
    expect(note(seen)).toEqual({ say: "late", why, drawing: true });
    expect(note({ ...seen, room: null })).toEqual({ say: "late", why, drawing: false });
  });

  test("stays the same while the page reconnects", () => {
    const dials: Connection = { state: "connecting", failures: 5, restarting: false };
    expect(note({ connection: dials })).toEqual(note({ connection: down({ failures: 5 }) }));
  });

  test("does not say offline while the connection is open", () => {
    expect(note({ network: false })).toBeUndefined();
  });

  test("says that the outbox is full, with or without a connection", () => {
    expect(note({ full: true })).toEqual({ say: "full" });
    expect(note({ full: true, connection: down() })).toEqual({ say: "full" });
  });

  test("says that the partner is away, and later that they are gone", () => {
    for (const may_end of [true, false]) {
      expect(
        note({
          room: {
            paused: { away: [2], grace_ends_at: 61_000, ends_at: null, held: false, may_end },
          },
        }),
      ).toEqual({
        say: "away",
        partner: "Jonas",
        until: 61_000,
        mayEnd: may_end,
      });
    }
    const lapsed = {
      away: [1 as const],
      grace_ends_at: null,
      ends_at: 99_000,
      held: false,
      may_end: true,
    };
    const gone = { say: "gone", partner: "Mila", until: 99_000 };
    expect(note({ you: 2, room: { paused: lapsed } })).toEqual(gone);
    // Also for a partner who never came.
    expect(note({ you: 2, room: { phase: "gathering", paused: lapsed } })).toEqual(gone);
    const held = { ...lapsed, grace_ends_at: 61_000, ends_at: null };
    expect(note({ you: 2, room: { phase: "gathering", paused: held } })).toEqual({
      say: "waiting",
    });
  });

  test("asks an idle player to draw, and tells the partner, who may end the game", () => {
    expect(note({ room: { seats: idle(2) } })).toEqual({ say: "idle", partner: "Jonas" });
    expect(note({ room: { seats: idle(1) } })).toEqual({ say: "yourTurn", partner: "Jonas" });
    expect(note({ room: { seats: idle(1, 2) } })).toEqual({ say: "yourTurn", partner: "Jonas" });
    expect(note({ room: { seats: idle() } })).toBeUndefined();
    const asked = idle(1).map((s) => ({ ...s, idle: false }));
    expect(note({ room: { seats: asked } })).toEqual({ say: "yourTurn", partner: "Jonas" });
    expect(note({ you: 2, room: { seats: asked } }), "the partner is not told").toBeUndefined();
    const alone = idle(1).map((s) => ({ ...s, here: s.seat === 1 })) as RoomState["seats"];
    expect(note({ room: { seats: alone } }), "nobody waits").toBeUndefined();
  });

  test("says that the server is full when nobody is away", () => {
    const stuck = { away: [], grace_ends_at: null, ends_at: null, held: false, may_end: false };
    expect(note({ room: { paused: stuck } })).toEqual({ say: "stuck" });
    expect(note({ room: { paused: { ...stuck, held: true } } })).toEqual({ say: "held" });
  });

  test("says that ink is stored later, unless something else is more urgent", () => {
    expect(note({ slow: true })).toMatchObject({ say: "late", why: "keeping" });
    expect(note({ slow: true, connection: down() })).toMatchObject({ why: "reconnecting" });
    expect(note({ slow: true, full: true })).toEqual({ say: "full" });
  });

  test("asks for patience only when storing the drawing takes long", () => {
    expect(note({ room: { phase: "finishing" } })).toBeUndefined();
    expect(note({ room: { phase: "finishing" }, slow: true })).toMatchObject({ why: "keeping" });
    expect(note({ slow: true, room: { phase: "kept" } })).toBeUndefined();
  });

  test("shows waiting before the game, then the count-in", () => {
    expect(note({ room: null })).toEqual({ say: "waiting" });
    expect(note({ room: { phase: "gathering" } })).toEqual({ say: "waiting" });
    expect(note({ room: { phase: "counting_in" } })).toEqual({ say: "counting" });
  });
});
