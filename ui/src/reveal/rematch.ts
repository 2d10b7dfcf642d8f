/**
 * What happens after a game: whether its two players play again, and what changes in their lobby.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import {
  type Again,
  api,
  ask,
  type Failure,
  type Lobby,
  type LobbyChange,
  type Matched,
} from "../api/client";
import { openEvents } from "../api/events";
import { t } from "../i18n";
import { applyChange } from "../lobby/change";
import { watchAttention } from "../match/attention";
import { claimRoom } from "../match/claim";
import { notifyPlayer } from "../match/notify";

export interface Rematch {
  /** Null until it is known. */
  readonly again: ReadonlySignal<Again | null>;
  readonly matched: ReadonlySignal<Matched | null>;
  /**
   * The game's lobby, whose members see that this player looks at the drawing; null for a player
   * who is not in it.
   */
  readonly lobby: ReadonlySignal<Lobby | null>;
  setAgain(again: boolean): Promise<Failure | null>;
  /** Pairs everyone who is in the lobby now, ready or not. */
  startWave(): Promise<Failure | null>;
  close(): void;
}

/**
 * Listens for the partner of a game, whose name is `name`. This page's wish to play again holds
 * while it listens.
 */
export function openRematch(game: string, name: string): Rematch {
  const again = signal<Again | null>(null);
  const matched = signal<Matched | null>(null);
  const lobby = signal<Lobby | null>(null);
  const path = { params: { path: { id: game } } };
  const attention = watchAttention(() => void beatLobby());
  let wantsAgain = false;
  let wasOffline = false;

  async function setAgain(yes: boolean): Promise<Failure | null> {
    wantsAgain = yes;
    const before = events.received;
    const answer = await ask(api.PUT("/api/games/{id}/again", { ...path, body: { again: yes } }));
    if (!answer.ok) {
      wantsAgain = false;
      return answer.failure;
    }
    if (events.received === before) again.value = answer.data;
    return null;
  }

  /** Tells the lobby that this page is open, and whether the player is attentive. */
  async function beatLobby(): Promise<void> {
    if (!lobby.value) return;
    const { code } = lobby.value;
    const idle = !attention.present();
    await ask(
      api.PUT("/api/lobbies/{code}/members/me/beat", {
        params: { path: { code } },
        body: { idle, looking: true },
      }),
    );
  }

  async function startWave(): Promise<Failure | null> {
    if (!lobby.value) return null;
    const { code } = lobby.value;
    const answer = await ask(api.POST("/api/lobbies/{code}/waves", { params: { path: { code } } }));
    return answer.ok ? null : answer.failure;
  }

  const events = openEvents(`api/games/${game}/again/events?beats=true`, {
    on: {
      again: (data) => {
        const now = data as Again;
        if (now.partner && !again.value?.partner) notifyPlayer(t("reveal.partnerAgain", { name }));
        again.value = now;
      },
      matched: (data) => {
        const { room, partner } = data as Matched;
        wantsAgain = false;
        events.close();
        if (!claimRoom(room)) return;
        matched.value = data as Matched;
        notifyPlayer(t("lobby.matched", { name: partner }));
      },
      lobby: (data) => {
        lobby.value = data as Lobby;
      },
      change: (data) => {
        if (lobby.value) lobby.value = applyChange(lobby.value, data as LobbyChange);
      },
      removed: () => {
        lobby.value = null;
      },
    },
    onBeat: () => {
      void ask(api.PUT("/api/games/{id}/again/beat", path));
      void beatLobby();
    },
    onOpen: (open) => {
      // The wish may have been lost with the connection.
      if (open && wasOffline && wantsAgain) void setAgain(true);
      wasOffline = !open;
    },
  });
  return {
    again,
    matched,
    lobby,
    setAgain,
    startWave,
    close() {
      events.close();
      attention.close();
      lobby.value = null;
      // A player who leaves the page must not be pulled into a room.
      if (wantsAgain) void setAgain(false);
    },
  };
}
