/** The messages between a page and its room in text frames, as they are on the wire. */

import type { Seat } from "../../ink/canvas";

export type { Seat };

export type Phase = "gathering" | "counting_in" | "round" | "finishing" | "kept";

/** How a game ended, in the order of the codes in the stream. */
export const endReasons = ["all_rounds", "ended_early", "abandoned"] as const;
export type EndReason = (typeof endReasons)[number];

/** In the order of the codes in the stream, and of the buttons. */
export const reactionKinds = ["heart", "star", "laugh", "wow", "clap", "question"] as const;
export type ReactionKind = (typeof reactionKinds)[number];

export type SeatState = {
  seat: Seat;
  name: string;
  /** Whether a page is connected to the seat. */
  here: boolean;
  /** The player is here and has not drawn for a while: their page asks whether they are there. */
  asked: boolean;
  /** The player is here and has not drawn for long: the partner may end the game. */
  idle: boolean;
  /** The player wants the next round early. */
  go_on: boolean;
  /** The player goes on alone. */
  alone: boolean;
};

/** The whole state of a room, sent on every change. */
export type RoomState = {
  phase: Phase;
  how: "" | EndReason;
  /** The server's clock when it sent this, in unix ms. */
  now: number;
  /** The game clock, ms of play. */
  clock: number;
  /** When this phase ends, in unix ms; null while no time runs. */
  ends_at: number | null;
  /** ms left in this phase, also while paused. */
  left_ms: number;
  /**
   * ends_at: when the game ends unless the player who is here acts; may_end: they may end it now.
   */
  paused: null | {
    away: Seat[];
    grace_ends_at: number | null;
    ends_at: number | null;
    /** The lobby's host has stopped the clock. */
    held: boolean;
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
  /** The lobby's chat is open to its rooms. */
  chat: boolean;
  seats: SeatState[];
};

/** The first frame of every socket. */
export type Welcome = {
  type: "welcome";
  epoch: number;
  /** The entries from + 1 to seq follow. */
  from: number;
  seq: number;
  durable: number;
  you: Seat;
  /** The last n of this pen that the room has processed. */
  n: number;
  /** The same for each earlier pen that the page named. */
  earlier?: { pen: number; n: number }[];
  state: RoomState;
};

/** A text frame from the room. */
export type ServerMessage =
  | Welcome
  | ({ type: "state" } & RoomState)
  | { type: "refused"; pen: number; n: number; reason: string }
  /** The request is refused for now: the partner is about to come back. */
  | { type: "not_now"; request: "end"; reason: "coming_back" }
  /** Asks for the hash of the picture at this seq, the last that was sent. */
  | { type: "check"; seq: number }
  /** The page's picture is wrong: it has to fetch the stream from its start. */
  | { type: "start_over" }
  /** The line is alive. */
  | { type: "beat" };

/** A text frame from the page: everything but ink. */
export type ClientMessage =
  | { type: "hash"; seq: number; hash: string }
  /** The ink that follows is by this pen. */
  | { type: "pen"; pen: number }
  | { type: "go_on" }
  | { type: "leave" }
  | { type: "end" }
  | { type: "alone" }
  | { type: "react"; kind: ReactionKind };
