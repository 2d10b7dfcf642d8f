/** What happens between two players after their game: whether they play again. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { type Again, api, ask, type Failure, type Matched } from "../api/client";
import { openEvents } from "../api/events";
import { t } from "../i18n";
import { call } from "../page/call";
import { claimRoom } from "../page/claim";

export interface Partner {
  /** Null until it is known. */
  readonly again: ReadonlySignal<Again | null>;
  readonly matched: ReadonlySignal<Matched | null>;
  say(again: boolean): Promise<Failure | null>;
  close(): void;
}

/** Listens for the partner of a game, of this name. What this page said holds as long as it listens. */
export function openPartner(game: string, name: string): Partner {
  const again = signal<Again | null>(null);
  const matched = signal<Matched | null>(null);
  const path = { params: { path: { id: game } } };
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

  const events = openEvents(`/api/games/${game}/again/events?beats=true`, {
    on: {
      again: (data) => {
        const now = data as Again;
        if (now.partner && !again.value?.partner) call(t("reveal.partnerAgain", { name }));
        again.value = now;
      },
      matched: (data) => {
        const { room } = data as Matched;
        wants = false;
        events.close();
        if (!claimRoom(room)) return;
        matched.value = data as Matched;
        call(t("lobby.matched", { name }));
      },
    },
    onBeat: () => void ask(api.PUT("/api/games/{id}/again/beat", path)),
    onOpen: (open) => {
      // What was said may have gone with the line that broke.
      if (open && broke && wants) void say(true);
      broke = !open;
    },
  });
  return {
    again,
    matched,
    say,
    close() {
      events.close();
      // Who goes elsewhere isn't to be drawn into a room.
      if (wants) void say(false);
    },
  };
}
