/** How much of a phase is left. Pure. */
import type { RoomState } from "../line/state";

/** The length of the count-in, in ms: 3-2-1. */
export const COUNT_IN_LENGTH = 3000;

/** ms left in the phase at a time of the server's clock; null when the phase has no end. */
export function msLeft(state: RoomState, now: number): number | null {
  if (state.phase !== "counting_in" && state.phase !== "round") return null;
  if (state.ends_at === null) return state.left_ms;
  return Math.max(0, state.ends_at - now);
}

/** The length of the whole phase, in ms. */
export function phaseLength(state: RoomState): number {
  return state.phase === "counting_in" ? COUNT_IN_LENGTH : state.round_seconds * 1000;
}

/** The number that the clock shows: the current second. */
export function secondsOf(ms: number): number {
  return Math.ceil(ms / 1000);
}

/** ms until that number changes. */
export function untilNextSecond(ms: number): number {
  return ms - (secondsOf(ms) - 1) * 1000;
}
