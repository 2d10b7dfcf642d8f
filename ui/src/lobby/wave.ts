/** A wave pairs everybody of a lobby at once. Pure. */
import type { Lobby, Member } from "../api/client";

/** Who the next wave pairs if it begins now: whoever is there, but for those who only watch. */
export function ofNextWave({ members }: Lobby): Member[] {
  return members.filter(
    ({ state }) => state === "ready" || state === "here" || state === "looking",
  );
}

/** When the last of the games that run is due to end, in unix ms; undefined where none runs. */
export function waveEnds({ games }: Lobby): number | undefined {
  const due = games.flatMap(({ due_at }) => (due_at ? Date.parse(due_at) : []));
  return due.length ? Math.max(...due) : undefined;
}
