/** What happens after a game: whether its two players play again, and what goes on in their lobby. */

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
import { call } from "../match/call";
import { claimRoom } from "../match/claim";

export interface Partner {
  /** Null until it is known. */
  readonly again: ReadonlySignal<Again | null>;
  readonly matched: ReadonlySignal<Matched | null>;
  /** The lobby of the game, where the others see that this player looks at the drawing; null for who is not in it. */
  readonly lobby: ReadonlySignal<Lobby | null>;
  say(again: boolean): Promise<Failure | null>;
  /** Pairs everyone who is there in the lobby now, ready or not. */
  startWave(): Promise<Failure | null>;
  close(): void;
}

/** Listens for the partner of a game, of this name. What this page said holds as long as it listens. */
export function openPartner(game: string, name: string): Partner {
  const again = signal<Again | null>(null);
  const matched = signal<Matched | null>(null);
  const lobby = signal<Lobby | null>(null);
  const path = { params: { path: { id: game } } };
  const attention = watchAttention(() => void beatLobby());
  let wants = false;
  let broke = false;

  async function say(yes: boolean): Promise<Failure | null> {
    wants = yes;
    const before = events.told;
    const answer = await ask(api.PUT("/api/games/{id}/again", { ...path, body: { again: yes } }));
    if (!answer.ok) {
      wants = false;
      return answer.failure;
    }
    if (events.told === before) again.value = answer.data;
    return null;
  }

  /** Tells the lobby that this page is there, and whether somebody looks at it. */
  async function beatLobby(): Promise<void> {
    if (!lobby.value) return;
    const { code } = lobby.value;
    const idle = !attention.given();
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

  const events = openEvents(`/api/games/${game}/again/events?beats=true`, {
    on: {
      again: (data) => {
        const now = data as Again;
        if (now.partner && !again.value?.partner) call(t("reveal.partnerAgain", { name }));
        again.value = now;
      },
      matched: (data) => {
        const { room, partner } = data as Matched;
        wants = false;
        events.close();
        if (!claimRoom(room)) return;
        matched.value = data as Matched;
        call(t("lobby.matched", { name: partner }));
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
      // What was said may have gone with the line that broke.
      if (open && broke && wants) void say(true);
      broke = !open;
    },
  });
  return {
    again,
    matched,
    lobby,
    say,
    startWave,
    close() {
      events.close();
      attention.close();
      lobby.value = null;
      // Who goes elsewhere isn't to be drawn into a room.
      if (wants) void say(false);
    },
  };
}
