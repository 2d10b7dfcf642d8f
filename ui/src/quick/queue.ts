/**
 * A page's wait for a stranger, from the press to the room.
 *
 * States: asking -> waiting -> matched; or failed, playing (already in a game), stopped (the ticket
 * went to a lobby, or the page was left), elsewhere (a newer page)
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import {
  type Answer,
  api,
  ask,
  type Failure,
  isTemporary,
  type Matched,
  type Quick,
  type Wish,
} from "../api/client";
import { type Events, openEvents } from "../api/events";
import { t } from "../i18n";
import { watchAttention } from "../match/attention";
import { notifyPlayer } from "../match/notify";
import { introduce, loadMe } from "../me/me";

export type QueueState =
  | { at: "asking" }
  | { at: "failed"; failure: Failure }
  /** The player is already in a game, in this room. */
  | { at: "playing"; room: string }
  /** `live`: a match arrives at once. `left`: the lobby in which the player was ready until now. */
  | { at: "waiting"; queue: Quick; live: boolean; left?: string }
  | { at: "stopped" }
  | { at: "elsewhere" }
  | { at: "matched"; matched: Matched };

export interface QueuePage {
  readonly state: ReadonlySignal<QueueState>;
  /** Waits again, after a failure or because another page took over. */
  start(): Promise<void>;
  /** Changes the wish. */
  change(wish: Wish): Promise<Failure | null>;
  /** Stops waiting. */
  cancel(): Promise<void>;
  /** The page is closed, and the ticket is withdrawn. */
  close(): void;
}

/** Starts waiting under the name on the page. */
export function openQueue(first: Wish): QueuePage {
  const state = signal<QueueState>({ at: "asking" });
  let wish = first;
  let events: Events | undefined;
  let closed = false;
  /** The stream broke: the ticket may have lapsed meanwhile. */
  let wasOffline = false;
  /** What arrived before the answer to the ticket. */
  let earlyMatch: Matched | undefined;
  let earlyQueue: Quick | undefined;
  const attention = watchAttention(() => void beat());

  /** Tells the server that this page is open, and whether the player is attentive. */
  async function beat(): Promise<void> {
    if (closed || !events) return;
    await ask(api.PUT("/api/quick/ticket/beat", { body: { idle: !attention.present() } }));
  }

  function onMatched(matched: Matched): void {
    if (state.value.at === "asking") earlyMatch = matched;
    if (state.value.at !== "waiting") return;
    closeStream();
    state.value = { at: "matched", matched };
    notifyPlayer(t("lobby.matched", { name: matched.partner }));
  }

  function onReplaced(): void {
    closeStream();
    state.value = { at: "elsewhere" };
  }

  function closeStream(): void {
    events?.close();
    events = undefined;
  }

  async function start(): Promise<void> {
    state.value = { at: "asking" };
    earlyMatch = undefined;
    earlyQueue = undefined;
    wasOffline = false;
    const recalled = await loadMe();
    const known = recalled.ok && !recalled.data ? await introduce() : recalled;
    if (closed) return;
    if (!known.ok) return onFailure(known.failure);
    closeStream();
    events = openEvents("api/quick/events", {
      on: {
        quick: (queue) => onQueue(queue as Quick),
        matched: (matched) => onMatched(matched as Matched),
        replaced: onReplaced,
      },
      onTwin: onReplaced, // a player waits on one page only, and polling must not take that page's place
      onBeat: () => void beat(),
      onOpen: (live) => {
        const now = state.value;
        if (now.at !== "waiting") return;
        state.value = { ...now, live };
        if (live && wasOffline) void requestTicket().then(() => (wasOffline = false));
        else wasOffline ||= !live;
      },
    });
    await requestTicket();
  }

  async function requestTicket(): Promise<Failure | null> {
    const before = events?.received;
    const answer: Answer<Quick> = await ask(api.PUT("/api/quick/ticket", { body: wish }));
    if (closed) return null;
    if (answer.ok) {
      const { left, ...queue } = answer.data;
      const now = state.value;
      if (now.at === "asking")
        state.value = { at: "waiting", queue: earlyQueue ?? queue, live: true, left };
      else if (now.at === "waiting") {
        const newest = events?.received === before ? queue : now.queue;
        state.value = { at: "waiting", queue: newest, live: true, left: left ?? now.left };
      }
      if (earlyMatch) onMatched(earlyMatch);
      return null;
    }
    if (state.value.at === "asking") onFailure(answer.failure);
    return answer.failure;
  }

  function onFailure(failure: Failure): void {
    if (!isTemporary(failure)) closeStream();
    state.value =
      failure.kind === "refused" && failure.room
        ? { at: "playing", room: failure.room }
        : { at: "failed", failure };
  }

  function onQueue(queue: Quick): void {
    const now = state.value;
    if (now.at === "asking" && queue.waiting) earlyQueue = queue;
    if (now.at !== "waiting" || wasOffline) return;
    if (!queue.waiting) {
      stop();
      return;
    }
    state.value = { ...now, queue };
    // The server does not match inattentive players, so that nobody draws alone.
    if (now.queue.others === 0 && queue.others > 0 && !attention.present())
      notifyPlayer(t("quick.called"));
  }

  function stop(): void {
    closeStream();
    state.value = { at: "stopped" };
  }

  /** A page restored from the browser's history does not start waiting again. */
  function onPageShow(event: PageTransitionEvent): void {
    if (event.persisted && state.value.at === "waiting") stop();
  }

  function end(): void {
    closed = true;
    closeStream();
    attention.close();
    removeEventListener("pageshow", onPageShow);
  }

  addEventListener("pageshow", onPageShow);
  void start();
  return {
    state,
    start,
    change(next) {
      wish = next;
      return requestTicket();
    },
    async cancel() {
      end();
      await ask(api.DELETE("/api/quick/ticket"));
    },
    close() {
      if (closed) return;
      const { at } = state.value;
      end();
      if (at === "waiting" || at === "asking") void ask(api.DELETE("/api/quick/ticket"));
    },
  };
}
