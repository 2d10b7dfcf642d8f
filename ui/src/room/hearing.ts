/** Which sound a change in the room makes. Pure. */
import type { SoundName } from "../sound/sounds";
import type { Phase } from "./line/state";

/** What can be heard of a room. */
export type Heard = {
  phase: Phase;
  round: number;
  /** The number on the clock, or null. */
  seconds: number | null;
  partnerHere: boolean;
  /** The partner wants to go on. */
  partnerFinished: boolean;
};

const LAST_SECONDS = 5;

/** One sound at a time, the most important first; undefined for silence. */
export function soundOf(before: Heard, now: Heard): SoundName | undefined {
  if (now.phase === "kept" && before.phase !== "kept") return "reveal";
  if (now.phase === "round" && now.round !== before.round) return "turn";
  if (now.partnerHere && !before.partnerHere) return "partner";
  if (now.phase !== "round") return undefined;
  if (now.partnerFinished && !before.partnerFinished) return "partner";
  const { seconds } = now;
  const isLast = seconds !== null && seconds > 0 && seconds <= LAST_SECONDS;
  return isLast && seconds !== before.seconds ? "tick" : undefined;
}
