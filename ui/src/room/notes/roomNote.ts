/** The note to show over the sheet: one at a time, the most urgent first. */
import type { Connection, Outage } from "../line/sockets";
import type { RoomState, Seat } from "../line/state";

export type Note =
  /**
   * Ink waits to be sent, or to be stored, and the page goes on by itself. `drawing`: the player can
   * draw meanwhile.
   */
  | {
      say: "late";
      why: "reconnecting" | "offline" | "restarting" | "away" | "blocked" | "keeping";
      drawing: boolean;
    }
  /** The outbox is full: no new stroke is accepted. */
  | { say: "full" }
  /** The game has not begun. */
  | { say: "waiting" }
  | { say: "counting" }
  /** The clock is paused although nobody is away: the server cannot store any more ink. */
  | { say: "stuck" }
  /** The lobby's host has stopped the clock. */
  | { say: "held" }
  /** The partner is away, and their seat is held until a time of the server's clock, in unix ms. */
  | { say: "away"; partner: string; until: number; mayEnd: boolean }
  /**
   * The seat is not held any more; unless the player chooses, the game ends at a time of the
   * server's clock, in unix ms.
   */
  | { say: "gone"; partner: string; until: number }
  /** The player has not drawn for a while, which the partner is not told yet. */
  | { say: "yourTurn"; partner: string }
  /** The partner is here and has not drawn for long. */
  | { say: "idle"; partner: string };

const KEEPING: Note = { say: "late", why: "keeping", drawing: true };

export type NoteInput = {
  connection: Connection;
  network: boolean;
  full: boolean;
  /** Storing the ink or the drawing takes long. */
  slow: boolean;
  state: RoomState | undefined;
  you: Seat;
};

/** Undefined: no note is shown. */
export function noteOf({
  connection,
  network,
  full,
  slow,
  state,
  you,
}: NoteInput): Note | undefined {
  const phase = state?.phase;
  if (full && phase === "round") return { say: "full" };
  if (connection.state === "waiting" || connection.state === "connecting") {
    if (connection.failures > 0 && phase !== "kept")
      return { say: "late", why: reasonLost(connection, network), drawing: phase === "round" };
  }
  switch (phase) {
    case undefined:
      return { say: "waiting" };
    case "gathering": {
      const pause = state?.paused && pauseOf(state, state.paused, you);
      return pause?.say === "gone" ? pause : { say: "waiting" };
    }
    case "counting_in":
    case "round":
      if (state?.paused) return pauseOf(state, state.paused, you);
      if (phase === "counting_in") return { say: "counting" };
      if (slow) return KEEPING;
      return state && idleOf(state, you);
    case "finishing":
      return slow ? KEEPING : undefined;
    case "kept":
      return undefined;
  }
}

function reasonLost({ restarting, away, blocked }: Outage, network: boolean) {
  if (!network) return "offline";
  if (blocked) return "blocked";
  if (restarting) return "restarting";
  return away ? "away" : "reconnecting";
}

function pauseOf(state: RoomState, paused: NonNullable<RoomState["paused"]>, you: Seat): Note {
  if (paused.away.length === 0) return { say: paused.held ? "held" : "stuck" };
  const partner = partnerOf(state, you)?.name ?? "";
  if (paused.grace_ends_at !== null)
    return { say: "away", partner, until: paused.grace_ends_at, mayEnd: paused.may_end };
  return { say: "gone", partner, until: paused.ends_at ?? Number.POSITIVE_INFINITY };
}

function idleOf(state: RoomState, you: Seat): Note | undefined {
  const partner = partnerOf(state, you);
  if (!partner?.here) return undefined;
  if (state.seats.some(({ seat, asked }) => seat === you && asked))
    return { say: "yourTurn", partner: partner.name };
  return partner.idle ? { say: "idle", partner: partner.name } : undefined;
}

function partnerOf({ seats }: RoomState, you: Seat) {
  return seats.find(({ seat }) => seat !== you);
}
