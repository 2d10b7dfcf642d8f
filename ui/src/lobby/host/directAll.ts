/** What a host does with all live games of a lobby. */
import { api, ask, type Failure, isTemporary, type LobbyGame } from "../../api/client";

export type Direction = "pause" | "go_on" | "minute" | "end";

/** A room may be just restarting, or moving to another node. */
const TRIES = 8;
const PAUSE = 1000;

/** Directs every live game. Resolves to the first failure, or null: also where a game has ended meanwhile. */
export async function directAll(
  games: readonly LobbyGame[],
  direction: Direction,
): Promise<Failure | null> {
  const live = games.filter(({ state }) => state === "live");
  const failures = await Promise.all(live.map(({ id }) => direct(id, direction)));
  return failures.find((failure) => failure !== null) ?? null;
}

async function direct(id: string, direction: Direction): Promise<Failure | null> {
  for (let tries = 1; ; tries++) {
    const answer = await ask(
      api.POST("/api/rooms/{id}/direct", { params: { path: { id } }, body: { do: direction } }),
    );
    if (answer.ok) return null;
    const { failure } = answer;
    if (failure.kind === "refused" && failure.status === 404) return null;
    if (!isTemporary(failure) || tries === TRIES) return failure;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
