/** What happens between two players after their game: whether they play again. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { type Again, api, ask, type Failure, type Matched } from "../api/client";
import { openEvents } from "../api/events";

export interface Partner {
  /** Null until it is known. */
  readonly again: ReadonlySignal<Again | null>;
  readonly matched: ReadonlySignal<Matched | null>;
  say(again: boolean): Promise<Failure | null>;
  close(): void;
}

/** Listens for the partner of a game. What this page said holds as long as it listens. */
export function openPartner(game: string): Partner {
  const again = signal<Again | null>(null);
  const matched = signal<Matched | null>(null);
  const path = { params: { path: { id: game } } };
  let wants = false;
  let broke = false;

  async function say(yes: boolean): Promise<Failure | null> {
    wants = yes;
    const answer = await ask(api.PUT("/api/games/{id}/again", { ...path, body: { again: yes } }));
    if (!answer.ok) {
      wants = false;
      return answer.failure;
    }
    again.value = answer.data;
    return null;
  }

  const events = openEvents(`/api/games/${game}/again/events`, {
    on: {
      again: (data) => {
        again.value = data as Again;
      },
      matched: (data) => {
        events.close();
        matched.value = data as Matched;
      },
    },
    onOpen: (open) => {
      // What was said went with the stream that broke.
      if (open && broke && wants) void say(true);
      broke = !open;
    },
  });
  return { again, matched, say, close: events.close };
}
