/**
 * A page's visit to a lobby: from the link in its address bar to the room it is matched into.
 *
 * looking -> unknown | closed | failed | door (no name yet) | inside -> matched | removed
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import {
  type Answer,
  api,
  ask,
  type Failure,
  isPassing,
  type Lobby,
  type LobbyChange,
  type Matched,
  type Role,
  type Rules,
  type Settings,
} from "../api/client";
import { type Events, openEvents } from "../api/events";
import { t } from "../i18n";
import { watchAttention } from "../match/attention";
import { call } from "../match/call";
import { claimRoom } from "../match/claim";
import { forget, introduce, me, recall } from "../me/me";
import { applyChange } from "./change";

export type Place =
  | { at: "looking" }
  | { at: "unknown" }
  /** Nobody was in it for too long. */
  | { at: "closed" }
  /** The host sent this player out. */
  | { at: "removed" }
  | { at: "failed"; failure: Failure }
  /** Somebody stands before it who has no name yet, or one that the host doesn't know, or who left by another page. */
  | { at: "door"; lobby: Lobby; unknownName?: boolean }
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
  /** Only watches, so that no wave waits for this player, or plays, too. */
  setWatching(watching: boolean): Promise<Failure | null>;
  change(settings: Partial<Settings>): Promise<Failure | null>;
  changeRules(rules: Partial<Rules>): Promise<Failure | null>;
  remove(member: string): Promise<Failure | null>;
  setRole(member: string, role: Role): Promise<Failure | null>;
  /** Pairs everyone who is there now, ready or not. */
  startWave(): Promise<Failure | null>;
  /** Asks a member to draw with this player, or says yes to one who has asked. */
  invite(member: string): Promise<Failure | null>;
  /** Asks no more, or says no. */
  uninvite(member: string): Promise<Failure | null>;
  leave(): Promise<void>;
  /** The page goes elsewhere; the player stays a member. */
  close(): void;
}

export function openVisit(typed: string): Visit {
  const place = signal<Place>({ at: "looking" });
  // A code with a typo leads to a lobby whose own code is used from then on.
  let code = typed;
  let path = { params: { path: { code } } };
  let events: Events | undefined;
  let closed = false;
  /** This player is ready here, as far as this page knows, and nothing but a broken line ended that. */
  let wantsReady = false;
  /** The line broke: the ticket may have lapsed meanwhile. */
  let broke = false;
  /** The room of the last match that it heard of. */
  let led = "";
  const attention = watchAttention(() => {
    void beat();
    keepReady();
  });

  /** Tells the server that this page is there, and whether somebody looks at it. */
  async function beat(): Promise<void> {
    if (closed || place.value.at !== "inside") return;
    const idle = !attention.given();
    await ask(api.PUT("/api/lobbies/{code}/members/me/beat", { ...path, body: { idle } }));
  }

  function rememberCode(lobby: Lobby): void {
    code = lobby.code;
    path = { params: { path: { code } } };
  }

  async function look(): Promise<void> {
    let unknownName = false;
    const known = await recall();
    if (!known.ok) return failed(known.failure);
    if (known.data) {
      const failure = await join();
      if (!failure) return;
      if (failure.kind !== "refused") return failed(failure);
      unknownName = failure.code === "lobby_names_only";
      if (failure.status === 401) forget();
      else if (!unknownName) return failed(failure);
    }
    const found = await ask(api.GET("/api/lobbies/{code}", path));
    if (closed) return;
    if (found.ok) place.value = { at: "door", lobby: found.data, unknownName };
    else failed(found.failure);
  }

  function failed(failure: Failure): void {
    if (closed) return;
    events?.close();
    if (failure.kind !== "refused") place.value = { at: "failed", failure };
    else if (failure.status === 404) place.value = { at: "unknown" };
    else if (failure.code === "lobby_closed") place.value = { at: "closed" };
    else if (failure.code === "removed") place.value = { at: "removed" };
    else place.value = { at: "failed", failure };
  }

  async function join(): Promise<Failure | null> {
    const joined = await ask(api.POST("/api/lobbies/{code}/members", path));
    if (!joined.ok) return joined.failure;
    if (closed) return null;
    rememberCode(joined.data);
    update(joined.data);
    events?.close();
    let heard: Lobby | undefined; // as the stream has told, which answers may run ahead of
    const hear = (now: Lobby) => {
      follow(heard, now);
      heard = now;
      update(now);
    };
    events = openEvents(`/api/lobbies/${encodeURIComponent(code)}/events?beats=true`, {
      on: {
        lobby: (lobby) => hear(lobby as Lobby),
        change: (change) => heard && hear(applyChange(heard, change as LobbyChange)),
        matched: (matched) => match(matched as Matched),
        removed: () => {
          events?.close();
          place.value = { at: "removed" };
        },
      },
      onBeat: () => void beat(),
      onOpen: (live) => {
        broke ||= !live;
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
    if (now.at !== "inside") return;
    wantsReady = false;
    if (led === matched.room) return;
    led = matched.room;
    call(t("lobby.matched", { name: matched.partner }));
    // The others show the way.
    if (claimRoom(matched.room)) place.value = { at: "matched", lobby: now.lobby, matched };
  }

  /** What the stream tells beside the lobby itself: what became of being ready, and who waits. */
  function follow(before: Lobby | undefined, now: Lobby): void {
    const was = before && mine(before)?.state;
    const is = mine(now);
    if (is?.state === "ready") {
      wantsReady = true;
      broke = false;
    }
    if (is?.room || is?.waits || (was === "ready" && is?.state === "here" && !broke))
      wantsReady = false;
    keepReady(now);
    const waits = (lobby?: Lobby) =>
      lobby?.members.some(({ id, state }) => state === "ready" && id !== is?.id);
    // Nobody is matched who doesn't look, so that no one draws alone.
    if (wantsReady && !attention.given() && waits(now) && !waits(before)) call(t("lobby.called"));
  }

  /** Is ready again where only the line took that away, as soon as somebody looks. */
  function keepReady(lobby?: Lobby): void {
    const now = lobby ?? (place.value.at === "inside" ? place.value.lobby : undefined);
    if (!now || !wantsReady || !broke || mine(now)?.state !== "here" || !attention.given()) return;
    broke = false;
    void setReady(true);
  }

  async function setReady(ready: boolean): Promise<Failure | null> {
    const failure = await take(
      api.PUT("/api/lobbies/{code}/members/me/ready", { ...path, body: { ready } }),
    );
    wantsReady = !failure && ready;
    return failure;
  }

  /** Sends a request, and takes the lobby that it brings unless the stream has told of a newer one meanwhile. */
  async function take(request: Parameters<typeof ask<Lobby>>[0]): Promise<Failure | null> {
    const before = events?.told;
    const answer = await ask(request);
    if (!answer.ok) return answer.failure;
    if (!closed && events?.told === before) update(answer.data);
    return null;
  }

  /** Waits for an answer that brings nothing: the stream tells what has changed. */
  async function done(answer: Promise<Answer<unknown>>): Promise<Failure | null> {
    const { ok, ...rest } = await answer;
    return ok ? null : (rest as { failure: Failure }).failure;
  }

  void look();
  return {
    place,
    look,
    async comeIn() {
      const known = await introduce();
      if (!known.ok) return known.failure;
      const failure = await join();
      const now = place.value;
      const unknownName = failure?.kind === "refused" && failure.code === "lobby_names_only";
      if (now.at === "door" && unknownName) place.value = { ...now, unknownName };
      return failure;
    },
    setReady,
    async setWatching(watching) {
      wantsReady = false;
      return take(
        api.PUT("/api/lobbies/{code}/members/me/watching", { ...path, body: { watching } }),
      );
    },
    async change(settings) {
      return take(api.PATCH("/api/lobbies/{code}", { ...path, body: { settings } }));
    },
    async changeRules(rules) {
      return take(api.PATCH("/api/lobbies/{code}", { ...path, body: { rules } }));
    },
    remove(player) {
      return done(
        ask(
          api.DELETE("/api/lobbies/{code}/members/{player}", {
            params: { path: { code, player } },
          }),
        ),
      );
    },
    async setRole(player, role) {
      return take(
        api.PUT("/api/lobbies/{code}/members/{player}/role", {
          params: { path: { code, player } },
          body: { role },
        }),
      );
    },
    startWave() {
      return done(ask(api.POST("/api/lobbies/{code}/waves", path)));
    },
    async invite(partner) {
      return take(
        api.PUT("/api/lobbies/{code}/members/me/invitation", { ...path, body: { partner } }),
      );
    },
    uninvite(partner) {
      return done(
        ask(
          api.DELETE("/api/lobbies/{code}/members/me/invitations/{partner}", {
            params: { path: { code, partner } },
          }),
        ),
      );
    },
    async leave() {
      events?.close();
      attention.close();
      closed = true;
      await ask(api.DELETE("/api/lobbies/{code}/members/me", path));
    },
    close() {
      events?.close();
      attention.close();
      closed = true;
    },
  };
}

/** Whether this player decides here: the host, or a co-host. */
export function leads(lobby: Lobby): boolean {
  const myself = mine(lobby);
  return Boolean(myself?.host || myself?.cohost);
}

/** The member who is looking at this page. */
export function mine(lobby: Lobby) {
  return lobby.members.find((member) => member.id === me.value?.id);
}
