/**
 * A page's visit to a lobby, from the link to the room of a match.
 *
 * States: looking -> unknown
 *
 * closed
 *
 * failed
 *
 * door (no name yet)
 *
 * inside -> matched
 *
 * removed
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import {
  type Answer,
  api,
  ask,
  type Chat,
  type Failure,
  isTemporary,
  type Lobby,
  type LobbyChange,
  type Matched,
  type Role,
  type Rules,
  type Settings,
} from "../api/client";
import { type Events, openEvents } from "../api/events";
import { addNews, SILENCE, type Talk } from "../chat/talk";
import { t } from "../i18n";
import { watchAttention } from "../match/attention";
import { claimRoom } from "../match/claim";
import { notifyPlayer } from "../match/notify";
import { dropSession, introduce, loadMe, me } from "../me/me";
import { applyChange } from "./change";

export type VisitState =
  | { at: "looking" }
  | { at: "unknown" }
  /** The lobby was empty for too long. */
  | { at: "closed" }
  /** The host removed this player. */
  | { at: "removed" }
  | { at: "failed"; failure: Failure }
  /**
   * The visitor has no name yet, or one that the host does not know, or has left by another page.
   */
  | { at: "door"; lobby: Lobby; unknownName?: boolean }
  /** `live`: updates arrive at once. */
  | { at: "inside"; lobby: Lobby; live: boolean }
  | { at: "matched"; lobby: Lobby; matched: Matched };

export interface Visit {
  readonly state: ReadonlySignal<VisitState>;
  readonly talk: ReadonlySignal<Talk>;
  /** Loads the lobby again after a failure. */
  load(): Promise<void>;
  /** Joins under the name on the page. */
  enter(): Promise<Failure | null>;
  setReady(ready: boolean): Promise<Failure | null>;
  /** Sets whether the player only watches, so that no wave waits for them. */
  setWatching(watching: boolean): Promise<Failure | null>;
  change(settings: Partial<Settings>): Promise<Failure | null>;
  changeRules(rules: Partial<Rules>): Promise<Failure | null>;
  remove(member: string): Promise<Failure | null>;
  setRole(member: string, role: Role): Promise<Failure | null>;
  /** Pairs everyone who is present now, ready or not. */
  startWave(): Promise<Failure | null>;
  /** Invites a member to draw, or accepts their invitation. */
  invite(member: string): Promise<Failure | null>;
  /** Withdraws an invitation, or declines one. */
  uninvite(member: string): Promise<Failure | null>;
  leave(): Promise<void>;
  /** The page is closed; the player stays a member. */
  close(): void;
}

export function openVisit(typed: string): Visit {
  const state = signal<VisitState>({ at: "looking" });
  const talk = signal(SILENCE);
  // If the code has a typo, the lobby's own code is used from then on.
  let code = typed;
  let path = { params: { path: { code } } };
  let events: Events | undefined;
  let closed = false;
  /**
   * Whether the player wants to be ready; only a broken connection leaves this set without being
   * ready.
   */
  let wantsReady = false;
  /** The connection broke: the player may have lost the ready state meanwhile. */
  let wasOffline = false;
  /** The room of the last match. */
  let lastRoom = "";
  const attention = watchAttention(() => {
    void beat();
    keepReady();
  });

  /** Tells the server that this page is open, and whether the player is attentive. */
  async function beat(): Promise<void> {
    if (closed || state.value.at !== "inside") return;
    const idle = !attention.present();
    await ask(api.PUT("/api/lobbies/{code}/members/me/beat", { ...path, body: { idle } }));
  }

  function rememberCode(lobby: Lobby): void {
    code = lobby.code;
    path = { params: { path: { code } } };
  }

  async function load(): Promise<void> {
    let unknownName = false;
    const known = await loadMe();
    if (!known.ok) return onFailure(known.failure);
    if (known.data) {
      const failure = await join();
      if (!failure) return;
      if (failure.kind !== "refused") return onFailure(failure);
      unknownName = failure.code === "lobby_names_only";
      if (failure.status === 401) dropSession();
      else if (!unknownName) return onFailure(failure);
    }
    const found = await ask(api.GET("/api/lobbies/{code}", path));
    if (closed) return;
    if (found.ok) state.value = { at: "door", lobby: found.data, unknownName };
    else onFailure(found.failure);
  }

  function onFailure(failure: Failure): void {
    if (closed) return;
    events?.close();
    if (failure.kind !== "refused") state.value = { at: "failed", failure };
    else if (failure.status === 404) state.value = { at: "unknown" };
    else if (failure.code === "lobby_closed") state.value = { at: "closed" };
    else if (failure.code === "removed") state.value = { at: "removed" };
    else state.value = { at: "failed", failure };
  }

  async function join(): Promise<Failure | null> {
    const joined = await ask(api.POST("/api/lobbies/{code}/members", path));
    if (!joined.ok) return joined.failure;
    if (closed) return null;
    rememberCode(joined.data);
    update(joined.data);
    events?.close();
    let streamed: Lobby | undefined; // as the stream has it; answers may be newer
    const onLobby = (now: Lobby) => {
      followReady(streamed, now);
      streamed = now;
      update(now);
    };
    events = openEvents(`api/lobbies/${encodeURIComponent(code)}/events?beats=true`, {
      on: {
        lobby: (lobby) => onLobby(lobby as Lobby),
        change: (change) => streamed && onLobby(applyChange(streamed, change as LobbyChange)),
        matched: (matched) => onMatched(matched as Matched),
        chat: (news) => {
          talk.value = addNews(talk.value, news as Chat);
        },
        removed: () => {
          events?.close();
          state.value = { at: "removed" };
        },
      },
      onBeat: () => void beat(),
      onOpen: (live) => {
        wasOffline ||= !live;
        const now = state.value;
        if (now.at === "inside" && now.live !== live) state.value = { ...now, live };
      },
      onRefused: () => void checkRefusal(),
    });
    return null;
  }

  /**
   * The stream was refused: finds out whether the lobby is closed, the player is no member any
   * more, or it is temporary.
   */
  async function checkRefusal(): Promise<void> {
    const found = await ask(api.GET("/api/lobbies/{code}", path));
    if (closed) return;
    if (!found.ok) {
      if (!isTemporary(found.failure)) onFailure(found.failure);
    } else if (!ownMember(found.data)) {
      // The player left by another page; this one joins again only on request.
      events?.close();
      state.value = { at: "door", lobby: found.data };
    }
  }

  function update(lobby: Lobby): void {
    const before = state.value;
    if (before.at === "matched") return;
    const live = before.at === "inside" ? before.live : true;
    state.value = { at: "inside", lobby, live };
    // The match may have been made while the stream was broken.
    const wasReady = before.at === "inside" && ownMember(before.lobby)?.state === "ready";
    const room = ownMember(lobby)?.room;
    const game = wasReady && room && lobby.games.find((g) => g.id === room);
    if (game) {
      const seat = game.names[0] === ownMember(lobby)?.name ? 1 : 2;
      onMatched({ room: game.id, seat, partner: game.names[2 - seat] });
    }
  }

  function onMatched(matched: Matched): void {
    const now = state.value;
    if (now.at !== "inside") return;
    wantsReady = false;
    if (lastRoom === matched.room) return;
    lastRoom = matched.room;
    notifyPlayer(t("lobby.matched", { name: matched.partner }));
    // Another page of this browser opens the room.
    if (claimRoom(matched.room)) state.value = { at: "matched", lobby: now.lobby, matched };
  }

  /** Follows the player's ready state and the other members' through a change of the lobby. */
  function followReady(before: Lobby | undefined, now: Lobby): void {
    const was = before && ownMember(before)?.state;
    const is = ownMember(now);
    if (is?.state === "ready") {
      wantsReady = true;
      wasOffline = false;
    }
    if (is?.room || is?.waits || (was === "ready" && is?.state === "here" && !wasOffline))
      wantsReady = false;
    keepReady(now);
    const someoneWaits = (lobby?: Lobby) =>
      lobby?.members.some(({ id, state }) => state === "ready" && id !== is?.id);
    // The server does not match inattentive players, so that nobody draws alone.
    if (wantsReady && !attention.present() && someoneWaits(now) && !someoneWaits(before))
      notifyPlayer(t("lobby.called"));
  }

  /** Makes the player ready again, once attentive, if only the broken connection had ended it. */
  function keepReady(lobby?: Lobby): void {
    const now = lobby ?? (state.value.at === "inside" ? state.value.lobby : undefined);
    if (
      !now ||
      !wantsReady ||
      !wasOffline ||
      ownMember(now)?.state !== "here" ||
      !attention.present()
    )
      return;
    wasOffline = false;
    void setReady(true);
  }

  async function setReady(ready: boolean): Promise<Failure | null> {
    const failure = await applyAnswer(
      api.PUT("/api/lobbies/{code}/members/me/ready", { ...path, body: { ready } }),
    );
    wantsReady = !failure && ready;
    return failure;
  }

  /**
   * Sends a request and applies the lobby in its answer, unless the stream has brought a newer one
   * meanwhile.
   */
  async function applyAnswer(request: Parameters<typeof ask<Lobby>>[0]): Promise<Failure | null> {
    const before = events?.received;
    const answer = await ask(request);
    if (!answer.ok) return answer.failure;
    if (!closed && events?.received === before) update(answer.data);
    return null;
  }

  /** Waits for an answer without content: the stream brings the change. */
  async function failureOf(answer: Promise<Answer<unknown>>): Promise<Failure | null> {
    const { ok, ...rest } = await answer;
    return ok ? null : (rest as { failure: Failure }).failure;
  }

  void load();
  return {
    state,
    talk,
    load,
    async enter() {
      const known = await introduce();
      if (!known.ok) return known.failure;
      const failure = await join();
      const now = state.value;
      const unknownName = failure?.kind === "refused" && failure.code === "lobby_names_only";
      if (now.at === "door" && unknownName) state.value = { ...now, unknownName };
      return failure;
    },
    setReady,
    async setWatching(watching) {
      wantsReady = false;
      return applyAnswer(
        api.PUT("/api/lobbies/{code}/members/me/watching", { ...path, body: { watching } }),
      );
    },
    async change(settings) {
      return applyAnswer(api.PATCH("/api/lobbies/{code}", { ...path, body: { settings } }));
    },
    async changeRules(rules) {
      return applyAnswer(api.PATCH("/api/lobbies/{code}", { ...path, body: { rules } }));
    },
    remove(player) {
      return failureOf(
        ask(
          api.DELETE("/api/lobbies/{code}/members/{player}", {
            params: { path: { code, player } },
          }),
        ),
      );
    },
    async setRole(player, role) {
      return applyAnswer(
        api.PUT("/api/lobbies/{code}/members/{player}/role", {
          params: { path: { code, player } },
          body: { role },
        }),
      );
    },
    startWave() {
      return failureOf(ask(api.POST("/api/lobbies/{code}/waves", path)));
    },
    async invite(partner) {
      return applyAnswer(
        api.PUT("/api/lobbies/{code}/members/me/invitation", { ...path, body: { partner } }),
      );
    },
    uninvite(partner) {
      return failureOf(
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

/** Whether this player may manage the lobby: as host or co-host. */
export function canManage(lobby: Lobby): boolean {
  const myself = ownMember(lobby);
  return Boolean(myself?.host || myself?.cohost);
}

/** The member that this page belongs to. */
export function ownMember(lobby: Lobby) {
  return lobby.members.find((member) => member.id === me.value?.id);
}
