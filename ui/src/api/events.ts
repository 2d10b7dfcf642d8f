/**
 * Server-sent events that come back by themselves, also where EventSource gives up, where a line
 * is dead and says nothing, and where no stream gets through: then the page asks for the same events.
 *
 * listening -> asking: the stream opened, or seems to, and stays mute. asking -> listening:
 * nobody answers that either; the server is away. Either -> woken: another page of this browser
 * has the turn; this one asks whenever that one hears a beat.
 */

import { takeTurn } from "./turn";

export interface Events {
  /** How many events it has told. What was asked for before the last of them may be older than that. */
  readonly told: number;
  close(): void;
}

interface Options {
  /** What to do with each named event's JSON. */
  on: Record<string, (data: unknown) => void>;
  /** The server wants a sign of life. */
  onBeat: () => void;
  /** Events get through from now on (true) or do not (false). */
  onOpen?: (open: boolean) => void;
  /** The answer was no stream: the server is starting, or the place is gone. It is tried again. */
  onRefused?: () => void;
  /** Another page of this browser opened the same events: this one is to close. Without it both hear them. */
  onTwin?: () => void;
}

const firstWait = 500;
const longestWait = 8000;

/** How often the server beats, in ms. */
export const BEAT = 7000;

/** A stream brings its first event within this, in ms, unless something holds it back. */
export const FIRST_EVENT = 4000;

/** A line that has been quiet for so long is dead, in ms: two beats are missing. */
export const SILENCE = 2 * BEAT + 2000;

/** So long is a line quiet of which a page makes sure that somebody looks at again, in ms: one beat is late. */
export const DOUBT = BEAT + 1000;

/** How often a page listens whether its line is quiet, in ms. */
const CHECK = 1000;

/** How long a page that found streams held back asks at once, in ms. */
const REMEMBERED = 5 * 60_000;

/** The server answers what is asked within 5 s. */
const ANSWER = 15_000;

/** Until when streams are known to be held back. */
let heldBackUntil = 0;

/** What an answer to a page that asks brings. */
type Asked = { heard: number; events: { event: string; data: unknown }[] };

/** Hears events until closed. The server beats: who hears nothing for long opens another line. */
export function openEvents(
  url: string,
  { on, onBeat, onOpen, onRefused, onTwin }: Options,
): Events {
  let source: EventSource | undefined;
  let asking: AbortController | undefined;
  /** What the server knows this page by while it asks, and how far it has heard. */
  let page = "";
  let heard = 0;
  let told = 0;
  let isMute = true;
  let quiet = now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = firstWait;
  let closed = false;
  let live: boolean | undefined;

  function tell(open: boolean) {
    if (open !== live) onOpen?.(open);
    live = open;
  }

  function begin() {
    stop();
    if (!turn.mine) void ask(true);
    else if (Date.now() < heldBackUntil) void ask(false);
    else listen();
  }

  function stop() {
    clearTimeout(timer);
    source?.close();
    source = undefined;
    asking?.abort();
    asking = undefined;
  }

  function listen() {
    stop();
    const opened = new EventSource(page ? addTo(url, { instead: page }) : url);
    source = opened;
    isMute = true;
    quiet = now();
    opened.onopen = () => {
      page = ""; // one that lost its turn before asks on by this name: the server has so many pages of a player only
      wait = firstWait;
      quiet = now();
      tell(true);
    };
    opened.onerror = () => {
      tell(false);
      // A broken connection is retried by the browser; an answer that is no stream
      // ends it for good.
      isMute = false;
      quiet = now();
      if (opened.readyState !== EventSource.CLOSED) return;
      source = undefined;
      onRefused?.();
      comeBack(begin);
    };
    for (const name of ["beat", ...Object.keys(on)]) {
      opened.addEventListener(name, (event) => {
        isMute = false;
        quiet = now();
        receive(name, JSON.parse(event.data));
      });
    }
  }

  function receive(name: string, data: unknown) {
    if (name !== "beat") {
      told++;
      return on[name]?.(data);
    }
    turn.beat();
    onBeat();
  }

  /** Asks until it is stopped; `once`, when another page has woken this one, a single time. */
  async function ask(once: boolean) {
    if (!page) {
      page = randomName();
      heard = 0;
    }
    const stopped = new AbortController();
    asking = stopped;
    quiet = now();
    const answer = await fetchAsked(url, { page, heard, once, signal: stopped.signal });
    if (closed || asking !== stopped) return;
    asking = undefined;
    switch (answer) {
      case "unreached":
        tell(false);
        if (!once) comeBack(listen); // which tells a server that is away from a stream that is held back
        return;
      case "refused":
        tell(false);
        onRefused?.();
        if (once) return;
        heldBackUntil = 0;
        comeBack(() => void ask(false));
        return;
    }
    wait = firstWait;
    quiet = now();
    heard = answer.heard;
    if (!once) heldBackUntil = Date.now() + REMEMBERED;
    tell(true);
    asking = stopped; // an event may stop it
    for (const { event, data } of answer.events) {
      receive(event, data);
      if (closed || asking !== stopped) return;
    }
    asking = undefined;
    if (!once) void ask(false);
  }

  function comeBack(by: () => void) {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(by, wait);
    wait = Math.min(wait * 2, longestWait);
  }

  /** Notices a dead line, by a clock that goes on while the computer sleeps. */
  function check() {
    const quietFor = since(quiet);
    if (asking) {
      if (quietFor >= ANSWER) asking.abort();
    } else if (source && isMute) {
      if (quietFor < FIRST_EVENT) return;
      stop();
      void ask(false);
    } else if (quietFor >= SILENCE) {
      if (!turn.mine) turn.take();
      else if (source) reopen();
    }
  }

  function reopen() {
    tell(false);
    begin();
  }

  /** Somebody looks at this page, maybe after a long sleep. */
  function look() {
    if (document.visibilityState === "hidden") return;
    if (!turn.mine) turn.take();
    else if (since(quiet) >= DOUBT) reopen();
  }

  function join() {
    return takeTurn({
      place: url,
      onTwin,
      onChange: begin,
      onBeat() {
        quiet = now();
        if (!asking) void ask(true);
      },
    });
  }

  // A page that is left hears nothing more; one that comes back from the browser's cache does.
  function leave() {
    clearInterval(checking);
    stop();
    turn.leave();
  }
  function resume(event: PageTransitionEvent) {
    if (!event.persisted) return;
    turn = join();
    checking = setInterval(check, CHECK);
    reopen();
  }

  /** Another network may let streams through, and an older line is not of it. */
  function changeNetwork() {
    heldBackUntil = 0;
    wait = firstWait;
    reopen();
  }

  const listening = new AbortController();
  const { signal } = listening;
  addEventListener("pagehide", leave, { signal });
  addEventListener("pageshow", resume, { signal });
  addEventListener("online", changeNetwork, { signal });
  addEventListener("focus", look, { signal });
  document.addEventListener("visibilitychange", look, { signal });
  document.addEventListener("resume", look, { signal });

  let turn = join();
  let checking = setInterval(check, CHECK);
  begin();
  return {
    get told() {
      return told;
    },
    close() {
      if (closed) return;
      closed = true;
      listening.abort();
      leave();
    },
  };
}

/** Asks once for what was not heard yet. */
async function fetchAsked(
  url: string,
  of: { page: string; heard: number; once: boolean; signal: AbortSignal },
): Promise<Asked | "unreached" | "refused"> {
  const query = { ask: of.page, heard: of.heard, ...(of.once && { at_once: true }) };
  try {
    const response = await fetch(addTo(url, query), { cache: "no-store", signal: of.signal });
    if (!response.ok) return "refused";
    return (await response.json()) as Asked;
  } catch {
    return "unreached";
  }
}

function addTo(url: string, query: Record<string, string | number | boolean>): string {
  const more = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, `${value}`]));
  return `${url}${url.includes("?") ? "&" : "?"}${more}`;
}

/** A moment, by a clock that goes on in sleep but may be set, and by one that may stand still in sleep. */
type Moment = { wall: number; steady: number };

function now(): Moment {
  return { wall: Date.now(), steady: performance.now() };
}

/** The ms since a moment, whichever clock says more. */
function since({ wall, steady }: Moment): number {
  return Math.max(Date.now() - wall, performance.now() - steady);
}

/** What the server knows this page by. */
function randomName(): string {
  const words = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(words, (word) => word.toString(36).padStart(7, "0")).join("");
}
