/**
 * A page's wait for a stranger: from the press to the room.
 *
 * asking -> waiting -> matched; or failed, stopped (the ticket was taken for a lobby), elsewhere (a newer page)
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import {
  type Answer,
  api,
  ask,
  type Failure,
  isPassing,
  type Matched,
  type Quick,
  type Wish,
} from "../api/client";
import { type Events, openEvents } from "../api/events";
import { introduce, recall } from "../lobby/me";

export type Stand =
  | { at: "asking" }
  | { at: "failed"; failure: Failure }
  /** `live`: a match is heard of at once. */
  | { at: "waiting"; queue: Quick; live: boolean }
  | { at: "stopped" }
  | { at: "elsewhere" }
  | { at: "matched"; matched: Matched };

export interface QueuePage {
  readonly stand: ReadonlySignal<Stand>;
  /** Waits again, after a failure or because another page took over. */
  again(): Promise<void>;
  /** Waits for something else. */
  change(wish: Wish): Promise<Failure | null>;
  /** Waits no more. */
  cancel(): Promise<void>;
  /** The page goes elsewhere. */
  close(): void;
}

/** Begins to wait under the name that stands on the page. */
export function openQueue(first: Wish): QueuePage {
  const stand = signal<Stand>({ at: "asking" });
  let wish = first;
  let events: Events | undefined;
  let closed = false;
  /** The stream broke: the ticket may have lapsed meanwhile. */
  let broke = false;

  async function again(): Promise<void> {
    stand.value = { at: "asking" };
    const recalled = await recall();
    const known = recalled.ok && !recalled.data ? await introduce() : recalled;
    if (closed) return;
    if (!known.ok) return failed(known.failure);
    events?.close();
    events = openEvents("/api/quick/events", {
      on: {
        quick: (queue) => hear(queue as Quick),
        matched: (matched) => {
          events?.close();
          stand.value = { at: "matched", matched: matched as Matched };
        },
        replaced: () => {
          events?.close();
          stand.value = { at: "elsewhere" };
        },
        beat: () => void ask(api.PUT("/api/quick/ticket/beat")),
      },
      onOpen: (live) => {
        const now = stand.value;
        if (now.at !== "waiting") return;
        stand.value = { ...now, live };
        if (live && broke) void wait().then(() => (broke = false));
        else broke ||= !live;
      },
    });
    await wait();
  }

  async function wait(): Promise<Failure | null> {
    const answer: Answer<Quick> = await ask(api.PUT("/api/quick/ticket", { body: wish }));
    if (closed) return null;
    if (answer.ok) {
      if (stand.value.at === "asking" || stand.value.at === "waiting")
        stand.value = { at: "waiting", queue: answer.data, live: true };
      return null;
    }
    if (stand.value.at === "asking") failed(answer.failure);
    return answer.failure;
  }

  function failed(failure: Failure): void {
    // Who is in a quick game already hears of it by the stream.
    const playing = failure.kind === "refused" && failure.code === "playing";
    if (!playing && !isPassing(failure)) events?.close();
    stand.value = { at: "failed", failure };
  }

  function hear(queue: Quick): void {
    const now = stand.value;
    if (now.at !== "waiting" || broke) return;
    if (queue.waiting) stand.value = { ...now, queue };
    else {
      events?.close();
      stand.value = { at: "stopped" };
    }
  }

  void again();
  return {
    stand,
    again,
    change(next) {
      wish = next;
      return wait();
    },
    async cancel() {
      closed = true;
      events?.close();
      await ask(api.DELETE("/api/quick/ticket"));
    },
    close() {
      closed = true;
      events?.close();
    },
  };
}
