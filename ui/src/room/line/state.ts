/** What a room says of itself in text frames, as it stands on the wire. */

import type { Seat } from "../../ink/canvas";

export type { Seat };

export type Phase = "gathering" | "counting_in" | "round" | "finishing" | "kept";

/** How a game ended; in the order of their codes in the stream. */
export const hows = ["all_rounds", "ended_early", "abandoned"] as const;
export type How = (typeof hows)[number];

/** In the order of their codes in the stream and of their buttons. */
export const reactionKinds = ["heart", "star", "laugh", "wow", "clap", "question"] as const;
export type ReactionKind = (typeof reactionKinds)[number];

export type SeatState = {
  seat: Seat;
  name: string;
  /** A page is attached. */
  here: boolean;
  /** Is here and has done nothing for long: the partner may end the game. */
  idle: boolean;
  /** Wants the next round early. */
  go_on: boolean;
  /** Goes on alone. */
  alone: boolean;
};

/** The whole state of a room, told anew on every change. */
export type RoomState = {
  phase: Phase;
  how: "" | How;
  /** The server's clock when it said this, unix ms. */
  now: number;
  /** The game clock, ms of play. */
  clock: number;
  /** When this phase ends, unix ms; null while nothing runs. */
  ends_at: number | null;
  /** ms left in this phase, also while paused. */
  left_ms: number;
  /** ends_at: when the game ends unless who is here does something; may_end: they may end it now. */
  paused: null | {
    away: Seat[];
    grace_ends_at: number | null;
    ends_at: number | null;
    may_end: boolean;
  };
  /** 0 before the first round. */
  round: number;
  rounds: number;
  round_seconds: number;
  /** This seat's prompt of this round. */
  prompt: string;
  /** The paper's colour, #RRGGBB. */
  paper: string;
  theme: string;
  seats: SeatState[];
};

/** The first frame of every socket. */
export type Welcome = {
  type: "welcome";
  epoch: number;
  /** Entries from + 1 to seq follow at once. */
  from: number;
  seq: number;
  durable: number;
  you: Seat;
  /** The last n that the room took of this pen. */
  n: number;
  /** The same of each earlier pen that the page brought along. */
  earlier?: { pen: number; n: number }[];
  state: RoomState;
};

/** A text frame from the room. */
export type Down =
  | Welcome
  | ({ type: "state" } & RoomState)
  | { type: "refused"; pen: number; n: number; reason: string }
  /** It is not the time for what was asked: the partner is about to come back. */
  | { type: "not_now"; request: "end"; reason: "coming_back" }
  /** What hash has the picture at this seq, the last that was sent? */
  | { type: "check"; seq: number }
  /** The picture is not what the entries make: fetch the stream from its start. */
  | { type: "afresh" }
  /** The line is alive. */
  | { type: "beat" };

/** What a page may ask for, or say, besides ink. */
export type Ask =
  | { type: "hash"; seq: number; hash: string }
  /** The ink that follows is of this pen. */
  | { type: "pen"; pen: number }
  | { type: "go_on" }
  | { type: "leave" }
  | { type: "end" }
  | { type: "alone" }
  | { type: "react"; kind: ReactionKind };
