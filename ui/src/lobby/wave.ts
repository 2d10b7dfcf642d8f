/** A wave pairs everybody of a lobby at once. Pure. */
import type { Lobby, Member } from "../api/client";

/** The members that a wave would pair now: everyone present who does not only watch. */
export function membersOfNextWave({ members }: Lobby): Member[] {
  return members.filter(
    ({ state }) => state === "ready" || state === "here" || state === "looking",
  );
}

/** When the last running game is due to end, in unix ms; undefined if none runs. */
export function waveEnds({ games }: Lobby): number | undefined {
  const due = games.flatMap(({ due_at }) => (due_at ? Date.parse(due_at) : []));
  return due.length ? Math.max(...due) : undefined;
}
