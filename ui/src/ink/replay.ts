/** Plays a finished game's journal stream back. */
import type { Canvas, Seat } from "./canvas";
import type { Op } from "./op";

/**
 * What a replay needs of an entry of the stream; others are passed over.
 * `at` is the game clock in milliseconds; it never falls.
 */
export type ReplayEntry =
  | { at: number; kind: "op"; seat: Seat; op: Op }
  | { at: number; kind: "lifted"; seat: Seat };

export type Replay = {
  /** Milliseconds from the first to the last moment: the last entry's time. */
  readonly duration: number;
  /** The picture at the time last sought; another object after a seek to before. Show it by takeDirty and compose. */
  readonly canvas: Canvas;
  /** Moves to a game clock, in ms, forward or back. */
  seek(ms: number): void;
  /** Shows one seat's ink alone, or all (0). */
  only(seat: Seat | 0): void;
};

/** Entries in the order of the stream; paper 0xRRGGBB. Starts at 0 ms. */
export declare function createReplay(entries: readonly ReplayEntry[], paper: number): Replay;
