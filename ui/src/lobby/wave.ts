/** A wave pairs everybody of a lobby at once. Pure. */
import type { Lobby, Member } from "../api/client";

/** Who the next wave pairs if it begins now: whoever is there, but for those who only watch. */
export function ofNextWave({ members }: Lobby): Member[] {
  return members.filter(
    ({ state }) => state === "ready" || state === "here" || state === "looking",
  );
}
