/** What has to be said over the sheet right now: one thing at a time, the most pressing first. */
import type { Connection, Outage } from "../line/connection";
import type { RoomState, Seat } from "../line/state";

export type Note =
  /** The line is down, and the page comes back by itself. `drawing`: there is a sheet to draw on meanwhile. */
  | {
      say: "lost";
      why: "reconnecting" | "offline" | "restarting" | "away" | "blocked";
      drawing: boolean;
    }
  /** So much ink waits that no more is taken. */
  | { say: "full" }
  /** It is not the players' turn yet. */
  | { say: "waiting" }
  | { say: "counting" }
  /** Nobody is away and the clock stands: the server can't keep any more ink. */
  | { say: "stuck" }
  /** The partner's seat is held, until a time of the server's clock, in unix ms. */
  | { say: "away"; partner: string; until: number; mayEnd: boolean }
  /** The game is over, and it takes a while to keep it. */
  | { say: "keeping" }
  /** It was held long enough; without a word the game ends at a time of the server's clock, in unix ms. */
  | { say: "gone"; partner: string; until: number }
  /** You, or the partner, are here and have done nothing for long. */
  | { say: "yourTurn"; partner: string }
  | { say: "idle"; partner: string };

export type Seen = {
  connection: Connection;
  network: boolean;
  full: boolean;
  /** The drawing has been on its way to be kept for long. */
  slow: boolean;
  state: RoomState | undefined;
  you: Seat;
};

/** After so many failures in a row, some five seconds, a server is not just slow to answer. */
const AWAY_AFTER = 5;

/** Undefined: there is nothing to say. */
export function noteOf({ connection, network, full, slow, state, you }: Seen): Note | undefined {
  const phase = state?.phase;
  if (full && phase === "round") return { say: "full" };
  if (connection.state === "waiting" || connection.state === "connecting") {
    if (connection.failures > 0 && phase !== "kept")
      return { say: "lost", why: whyLost(connection, network), drawing: phase === "round" };
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
      return state && idleOf(state, you);
    case "finishing":
      return slow ? { say: "keeping" } : undefined;
    case "kept":
      return undefined;
  }
}

function whyLost({ failures, restarting, blocked }: Outage, network: boolean) {
  if (!network) return "offline";
  if (blocked) return "blocked";
  if (restarting) return "restarting";
  return failures >= AWAY_AFTER ? "away" : "reconnecting";
}

function pauseOf(state: RoomState, paused: NonNullable<RoomState["paused"]>, you: Seat): Note {
  if (paused.away.length === 0) return { say: "stuck" };
  const partner = partnerOf(state, you)?.name ?? "";
  if (paused.grace_ends_at !== null)
    return { say: "away", partner, until: paused.grace_ends_at, mayEnd: paused.may_end };
  return { say: "gone", partner, until: paused.ends_at ?? Number.POSITIVE_INFINITY };
}

function idleOf(state: RoomState, you: Seat): Note | undefined {
  const partner = partnerOf(state, you);
  if (!partner?.here) return undefined;
  if (state.seats.some(({ seat, idle }) => seat === you && idle))
    return { say: "yourTurn", partner: partner.name };
  return partner.idle ? { say: "idle", partner: partner.name } : undefined;
}

function partnerOf({ seats }: RoomState, you: Seat) {
  return seats.find(({ seat }) => seat !== you);
}
