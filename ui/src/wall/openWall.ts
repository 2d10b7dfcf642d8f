/**
 * A screen that shows a lobby's wall.
 *
 * States: looking -> unknown | closed | members (it is not for this visitor) | failed | shown
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { api, ask, type Failure, isTemporary, type Lobby, type LobbyChange } from "../api/client";
import { type Events, openEvents } from "../api/events";
import { applyChange } from "../lobby/change";
import { ownMember } from "../lobby/visit";
import { loadMe } from "../me/me";

export type WallState =
  | { at: "looking" }
  | { at: "unknown" }
  | { at: "closed" }
  | { at: "members" }
  | { at: "failed"; failure: Failure }
  /** `live`: updates arrive at once. */
  | { at: "shown"; lobby: Lobby; live: boolean };

export interface OpenWall {
  readonly state: ReadonlySignal<WallState>;
  /** Loads the lobby again after a failure. */
  load(): Promise<void>;
  close(): void;
}

export function openWall(code: string): OpenWall {
  const state = signal<WallState>({ at: "looking" });
  let events: Events | undefined;
  let closed = false;

  /** The lobby, if this visitor may see its wall. */
  async function fetchLobby(): Promise<Lobby | undefined> {
    const found = await ask(api.GET("/api/lobbies/{code}", { params: { path: { code } } }));
    if (closed) return undefined;
    if (!found.ok) {
      onFailure(found.failure);
      return undefined;
    }
    if (found.data.rules.public || ownMember(found.data)) return found.data;
    end({ at: "members" });
    return undefined;
  }

  function onFailure(failure: Failure): void {
    const shown = state.value.at === "shown";
    if (shown && isTemporary(failure)) return; // the events come back by themselves
    if (failure.kind === "refused" && failure.status === 404) end({ at: "unknown" });
    else if (failure.kind === "refused" && failure.code === "lobby_closed") end({ at: "closed" });
    else end({ at: "failed", failure });
  }

  function end(now: WallState): void {
    events?.close();
    events = undefined;
    state.value = now;
  }

  async function load(): Promise<void> {
    await loadMe(); // without a session the wall of a public lobby is shown all the same
    const lobby = await fetchLobby();
    if (!lobby || closed) return;
    let streamed: Lobby | undefined;
    const show = (now: Lobby) => {
      streamed = now;
      const before = state.value;
      state.value = { at: "shown", lobby: now, live: before.at !== "shown" || before.live };
    };
    state.value = { at: "shown", lobby, live: true };
    events?.close();
    events = openEvents(`api/lobbies/${encodeURIComponent(lobby.code)}/wall?beats=true`, {
      on: {
        lobby: (now) => show(now as Lobby),
        change: (change) => streamed && show(applyChange(streamed, change as LobbyChange)),
      },
      onBeat: () => {},
      onOpen: (live) => {
        const now = state.value;
        if (now.at === "shown" && now.live !== live) state.value = { ...now, live };
      },
      onRefused: () => void fetchLobby(),
    });
  }

  void load();
  return {
    state,
    load,
    close() {
      closed = true;
      events?.close();
    },
  };
}
