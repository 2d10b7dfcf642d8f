import type { Lobby, LobbyChange } from "../api/client";

/** The most games on a wall. */
const MAX_WALL_GAMES = 100;

/** Applies a change to a lobby. */
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
    members: [...members.rest.filter(({ id }) => !gone.has(id)), ...members.fresh],
    games: [...games.fresh, ...games.rest].slice(0, MAX_WALL_GAMES),
  };
}

/** Replaces the changed items of a list; `fresh` are those that were not in it. */
function replace<T extends { id: string }>(list: readonly T[], changed: readonly T[]) {
  const now = new Map(changed.map((one) => [one.id, one]));
  const rest = list.map((one) => now.get(one.id) ?? one);
  for (const { id } of list) now.delete(id);
  return { rest, fresh: [...now.values()] };
}
