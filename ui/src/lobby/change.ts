import type { Lobby, LobbyChange } from "../api/client";

/** How many games a wall holds. */
const wallGames = 24;

/** A lobby with what has changed in it since. */
export function applyChange(lobby: Lobby, change: LobbyChange): Lobby {
  const members = replace(lobby.members, change.members ?? []);
  const games = replace(lobby.games, change.games ?? []);
  const gone = new Set(change.gone);
  return {
    ...lobby,
    host: change.host ?? lobby.host,
    settings: change.settings ?? lobby.settings,
    rules: change.rules ?? lobby.rules,
    invitations: change.invitations ?? lobby.invitations,
    members: [...members.kept.filter(({ id }) => !gone.has(id)), ...members.fresh],
    games: [...games.fresh, ...games.kept].slice(0, wallGames),
  };
}

/** A list with those in it that have changed as they are now, and those that were not in it. */
function replace<T extends { id: string }>(list: readonly T[], changed: readonly T[]) {
  const now = new Map(changed.map((one) => [one.id, one]));
  const kept = list.map((one) => now.get(one.id) ?? one);
  for (const { id } of list) now.delete(id);
  return { kept, fresh: [...now.values()] };
}
