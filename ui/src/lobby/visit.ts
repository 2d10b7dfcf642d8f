/**
 * A page's visit to a lobby: from the link in its address bar to the room it is matched into.
 *
 * looking -> unknown | failed | door (no name yet) | inside -> matched
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import {
  type Answer,
  api,
  ask,
  type Failure,
  isPassing,
  type Lobby,
  type Matched,
  type Settings,
} from "../api/client";
import { type Events, openEvents } from "../api/events";
import { forget, introduce, me, recall } from "./me";

export type Place =
  | { at: "looking" }
  /** No such lobby, or it has closed. */
  | { at: "unknown" }
  | { at: "failed"; failure: Failure }
  /** Somebody stands before it who has no name yet, or who left by another page. */
  | { at: "door"; lobby: Lobby }
  /** `live`: what happens there is heard at once. */
  | { at: "inside"; lobby: Lobby; live: boolean }
  | { at: "matched"; lobby: Lobby; matched: Matched };

export interface Visit {
  readonly place: ReadonlySignal<Place>;
  /** Looks again after a failure. */
  look(): Promise<void>;
  /** Comes in under the name that stands on the page. */
  comeIn(): Promise<Failure | null>;
  setReady(ready: boolean): Promise<Failure | null>;
  change(settings: Partial<Settings>): Promise<Failure | null>;
  leave(): Promise<void>;
  /** The page goes elsewhere; the player stays a member. */
  close(): void;
}

export function openVisit(code: string): Visit {
  const place = signal<Place>({ at: "looking" });
  const path = { params: { path: { code } } };
  let events: Events | undefined;
  let closed = false;

  async function look(): Promise<void> {
    const known = await recall();
    if (!known.ok) return failed(known.failure);
    if (known.data) {
      const failure = await join();
      if (!failure) return;
      if (failure.kind !== "refused" || failure.status !== 401) return failed(failure);
      forget();
    }
    const found = await ask(api.GET("/api/lobbies/{code}", path));
    if (closed) return;
    if (found.ok) place.value = { at: "door", lobby: found.data };
    else failed(found.failure);
  }

  function failed(failure: Failure): void {
    if (closed) return;
    events?.close();
    const unknown = failure.kind === "refused" && failure.status === 404;
    place.value = unknown ? { at: "unknown" } : { at: "failed", failure };
  }

  async function join(): Promise<Failure | null> {
    const joined = await ask(api.POST("/api/lobbies/{code}/members", path));
    if (!joined.ok) return joined.failure;
    if (closed) return null;
    update(joined.data);
    events?.close();
    events = openEvents(`/api/lobbies/${encodeURIComponent(code)}/events`, {
      on: {
        lobby: (lobby) => update(lobby as Lobby),
        matched: (matched) => match(matched as Matched),
      },
      onOpen: (live) => {
        const now = place.value;
        if (now.at === "inside" && now.live !== live) place.value = { ...now, live };
      },
      onRefused: () => void lookWhy(),
    });
    return null;
  }

  /** The stream was refused: the lobby has closed, or this player is no member any more, or it passes. */
  async function lookWhy(): Promise<void> {
    const found = await ask(api.GET("/api/lobbies/{code}", path));
    if (closed) return;
    if (!found.ok) {
      if (!isPassing(found.failure)) failed(found.failure);
    } else if (!mine(found.data)) {
      // Another of the player's pages left; this one comes in again only if asked to.
      events?.close();
      place.value = { at: "door", lobby: found.data };
    }
  }

  function update(lobby: Lobby): void {
    const before = place.value;
    if (before.at === "matched") return;
    const live = before.at === "inside" ? before.live : true;
    place.value = { at: "inside", lobby, live };
    // The match was made while the stream was broken.
    const wasReady = before.at === "inside" && mine(before.lobby)?.state === "ready";
    const room = mine(lobby)?.room;
    const game = wasReady && room && lobby.games.find((g) => g.id === room);
    if (game) {
      const seat = game.names[0] === mine(lobby)?.name ? 1 : 2;
      match({ room: game.id, seat, partner: game.names[2 - seat] });
    }
  }

  function match(matched: Matched): void {
    const now = place.value;
    if (now.at === "inside") place.value = { at: "matched", lobby: now.lobby, matched };
  }

  /** Takes the lobby that an answer brings. */
  function take(answer: Answer<Lobby>): Failure | null {
    if (!answer.ok) return answer.failure;
    if (!closed) update(answer.data);
    return null;
  }

  void look();
  return {
    place,
    look,
    async comeIn() {
      const known = await introduce();
      return known.ok ? join() : known.failure;
    },
    async setReady(ready) {
      return take(
        await ask(api.PUT("/api/lobbies/{code}/members/me/ready", { ...path, body: { ready } })),
      );
    },
    async change(settings) {
      return take(await ask(api.PATCH("/api/lobbies/{code}", { ...path, body: { settings } })));
    },
    async leave() {
      events?.close();
      closed = true;
      await ask(api.DELETE("/api/lobbies/{code}/members/me", path));
    },
    close() {
      events?.close();
      closed = true;
    },
  };
}

/** The member who is looking at this page. */
export function mine(lobby: Lobby) {
  return lobby.members.find((member) => member.id === me.value?.id);
}
