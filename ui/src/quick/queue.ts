/**
 * A page's wait for a stranger: from the press to the room.
 *
 * asking -> waiting -> matched; or failed, playing (in a game already), stopped (the ticket was taken
 * for a lobby, or the page was left), elsewhere (a newer page)
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
import { t } from "../i18n";
import { watchAttention } from "../match/attention";
import { call } from "../match/call";
import { introduce, recall } from "../me/me";

export type Stand =
  | { at: "asking" }
  | { at: "failed"; failure: Failure }
  /** The player is in a game, whose room it is. */
  | { at: "playing"; room: string }
  /** `live`: a match is heard of at once. `left`: the lobby that the player was ready in until now. */
  | { at: "waiting"; queue: Quick; live: boolean; left?: string }
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
  /** The page goes elsewhere, and with it the ticket. */
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
  /** A match that was heard of before the ticket was answered. */
  let early: Matched | undefined;
  const attention = watchAttention(() => void beat());

  /** Tells the server that this page is there, and whether somebody looks at it. */
  async function beat(): Promise<void> {
    if (closed || !events) return;
    await ask(api.PUT("/api/quick/ticket/beat", { body: { idle: !attention.given() } }));
  }

  function match(matched: Matched): void {
    if (stand.value.at === "asking") early = matched;
    if (stand.value.at !== "waiting") return;
    hangUp();
    stand.value = { at: "matched", matched };
    call(t("lobby.matched", { name: matched.partner }));
  }

  function giveWay(): void {
    hangUp();
    stand.value = { at: "elsewhere" };
  }

  function hangUp(): void {
    events?.close();
    events = undefined;
  }

  async function again(): Promise<void> {
    stand.value = { at: "asking" };
    early = undefined;
    broke = false;
    const recalled = await recall();
    const known = recalled.ok && !recalled.data ? await introduce() : recalled;
    if (closed) return;
    if (!known.ok) return failed(known.failure);
    hangUp();
    events = openEvents("/api/quick/events", {
      on: {
        quick: (queue) => hear(queue as Quick),
        matched: (matched) => match(matched as Matched),
        replaced: giveWay,
      },
      onTwin: giveWay, // a player waits by one page, and a page that is woken to ask must not take its place
      onBeat: () => void beat(),
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
    const before = events?.told;
    const answer: Answer<Quick> = await ask(api.PUT("/api/quick/ticket", { body: wish }));
    if (closed) return null;
    if (answer.ok) {
      const { left, ...queue } = answer.data;
      const now = stand.value;
      if (now.at === "asking") stand.value = { at: "waiting", queue, live: true, left };
      else if (now.at === "waiting") {
        const newest = events?.told === before ? queue : now.queue;
        stand.value = { at: "waiting", queue: newest, live: true, left: left ?? now.left };
      }
      if (early) match(early);
      return null;
    }
    if (stand.value.at === "asking") failed(answer.failure);
    return answer.failure;
  }

  function failed(failure: Failure): void {
    if (!isPassing(failure)) hangUp();
    stand.value =
      failure.kind === "refused" && failure.room
        ? { at: "playing", room: failure.room }
        : { at: "failed", failure };
  }

  function hear(queue: Quick): void {
    const now = stand.value;
    if (now.at !== "waiting" || broke) return;
    if (!queue.waiting) {
      stop();
      return;
    }
    stand.value = { ...now, queue };
    // Nobody is matched who doesn't look, so that no one draws alone.
    if (now.queue.others === 0 && queue.others > 0 && !attention.given()) call(t("quick.called"));
  }

  function stop(): void {
    hangUp();
    stand.value = { at: "stopped" };
  }

  /** Through the browser's history one comes back to this page without wanting to wait again. */
  function comeBack(event: PageTransitionEvent): void {
    if (event.persisted && stand.value.at === "waiting") stop();
  }

  function end(): void {
    closed = true;
    hangUp();
    attention.close();
    removeEventListener("pageshow", comeBack);
  }

  addEventListener("pageshow", comeBack);
  void again();
  return {
    stand,
    again,
    change(next) {
      wish = next;
      return wait();
    },
    async cancel() {
      end();
      await ask(api.DELETE("/api/quick/ticket"));
    },
    close() {
      if (closed) return;
      const { at } = stand.value;
      end();
      if (at === "waiting" || at === "asking") void ask(api.DELETE("/api/quick/ticket"));
    },
  };
}
