/**
 * Server-sent events that reconnect by themselves, even where EventSource gives up or a connection
 * is dead without an error. Where no stream gets through, the page polls for the same events.
 *
 * States: streaming -> polling: the stream opened, or seems to have, and stays silent. polling ->
 * streaming: the polls fail, too; the server is away. Either -> woken: another page of this browser
 * has the turn; this one polls whenever that one receives something.
 */

import { takeTurn } from "./turn";

export interface Events {
  /**
   * The number of events received. An answer to a request made before the last one may be outdated.
   */
  readonly received: number;
  close(): void;
}

interface Options {
  /** Handlers for the JSON of each named event. */
  on: Record<string, (data: unknown) => void>;
  /** The server asks for a sign of life. */
  onBeat: () => void;
  /** Events now get through (true) or do not (false). */
  onOpen?: (open: boolean) => void;
  /**
   * The answer was not a stream: the server is starting, or the resource is gone. It is retried.
   */
  onRefused?: () => void;
  /**
   * Another page of this browser opened the same events, and this one should close. Without this
   * callback both receive them.
   */
  onTwin?: () => void;
}

const MIN_WAIT = 500;
const MAX_WAIT = 8000;

/** The interval of the server's beats, in ms. */
export const BEAT = 7000;

/** A stream that is not blocked brings its first event within this time, in ms. */
export const FIRST_EVENT = 4000;

/** A connection silent for this long is dead, in ms: two beats are missing. */
export const SILENCE = 2 * BEAT + 2000;

/**
 * When a page is shown again, a connection silent for this long is reopened, in ms: one beat is
 * late.
 */
export const LATE_BEAT = BEAT + 1000;

/** How often a page checks for silence, in ms. */
const CHECK_INTERVAL = 1000;

/** For how long a page that found streams blocked polls at once, in ms. */
const BLOCKED_FOR = 5 * 60_000;

/** A poll is aborted after this time, in ms; the server answers within 5 s. */
const POLL_TIMEOUT = 15_000;

/** Until when streams count as blocked. */
let blockedUntil = 0;

/** The answer to a poll. */
type PollAnswer = { heard: number; events: { event: string; data: unknown }[] };

/** Receives events until closed. The server beats, so silence means a dead connection. */
export function openEvents(
  url: string,
  { on, onBeat, onOpen, onRefused, onTwin }: Options,
): Events {
  let source: EventSource | undefined;
  let polling: AbortController | undefined;
  /** The server's id of this page while it polls, and how far it has received. */
  let page = "";
  let heard = 0;
  let received = 0;
  let isSilent = true;
  let lastHeard = now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = MIN_WAIT;
  let closed = false;
  let live: boolean | undefined;
  /** Woken while a poll was under way, which may have missed the news. */
  let wokenAgain = false;

  function setLive(open: boolean) {
    if (open !== live) onOpen?.(open);
    live = open;
  }

  function start() {
    stop();
    if (!turn.isMine) void poll(true);
    else if (Date.now() < blockedUntil) void poll(false);
    else openStream();
  }

  function stop() {
    clearTimeout(timer);
    source?.close();
    source = undefined;
    polling?.abort();
    polling = undefined;
  }

  function openStream() {
    stop();
    const opened = new EventSource(page ? withQuery(url, { instead: page }) : url);
    source = opened;
    isSilent = true;
    lastHeard = now();
    opened.onopen = () => {
      page = ""; // a page that lost its turn before keeps this id for polling: the server allows each player only so many pages
      wait = MIN_WAIT;
      lastHeard = now();
      setLive(true);
    };
    opened.onerror = () => {
      setLive(false);
      // The browser retries a broken connection; an answer that is not a stream ends it for good.
      isSilent = false;
      lastHeard = now();
      if (opened.readyState !== EventSource.CLOSED) return;
      source = undefined;
      onRefused?.();
      retryLater(start);
    };
    for (const name of ["beat", ...Object.keys(on)]) {
      opened.addEventListener(name, (event) => {
        isSilent = false;
        lastHeard = now();
        turn.wake();
        receive(name, JSON.parse(event.data));
      });
    }
  }

  function receive(name: string, data: unknown) {
    if (name !== "beat") {
      received++;
      return on[name]?.(data);
    }
    onBeat();
  }

  /**
   * Polls until it is stopped; with `once`, when another page has woken this one, a single time.
   */
  async function poll(once: boolean) {
    if (!page) {
      page = randomId();
      heard = 0;
    }
    const stopped = new AbortController();
    polling = stopped;
    wokenAgain = false;
    lastHeard = now();
    const answer = await fetchPoll(url, { page, heard, once, signal: stopped.signal });
    if (closed || polling !== stopped) return;
    polling = undefined;
    switch (answer) {
      case "unreached":
        setLive(false);
        if (!once) retryLater(openStream); // a stream tells whether the server is away or streams are blocked
        return;
      case "refused":
        setLive(false);
        onRefused?.();
        if (once) return;
        blockedUntil = 0;
        retryLater(() => void poll(false));
        return;
    }
    wait = MIN_WAIT;
    lastHeard = now();
    heard = answer.heard;
    if (!once) blockedUntil = Date.now() + BLOCKED_FOR;
    setLive(true);
    polling = stopped; // a handler may stop it
    for (const { event, data } of answer.events) {
      receive(event, data);
      if (closed || polling !== stopped) return;
    }
    polling = undefined;
    if (!once) void poll(false);
    else if (wokenAgain) void poll(true);
  }

  function retryLater(by: () => void) {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(by, wait);
    wait = Math.min(wait * 2, MAX_WAIT);
  }

  /** Detects a dead connection, by a clock that goes on while the computer sleeps. */
  function check() {
    const silentFor = since(lastHeard);
    if (polling) {
      if (silentFor >= POLL_TIMEOUT) polling.abort();
    } else if (source && isSilent) {
      if (silentFor < FIRST_EVENT) return;
      stop();
      void poll(false);
    } else if (silentFor >= SILENCE) {
      if (!turn.isMine) turn.take();
      else if (source) reopen();
    }
  }

  function reopen() {
    setLive(false);
    start();
  }

  /** The page is visible again, perhaps after a long sleep. */
  function onShown() {
    if (document.visibilityState === "hidden") return;
    if (!turn.isMine) turn.take();
    else if (since(lastHeard) >= LATE_BEAT) reopen();
  }

  function joinTurns() {
    return takeTurn({
      place: url,
      onTwin,
      onChange: start,
      onWake() {
        lastHeard = now();
        if (polling) wokenAgain = true;
        else void poll(true);
      },
    });
  }

  // A page that is left stops receiving; one restored from the browser's cache starts again.
  function leave() {
    clearInterval(checking);
    stop();
    turn.leave();
  }
  function resume(event: PageTransitionEvent) {
    if (!event.persisted) return;
    turn = joinTurns();
    checking = setInterval(check, CHECK_INTERVAL);
    reopen();
  }

  /** Another network may let streams through, and the old connection does not belong to it. */
  function onNetworkChange() {
    blockedUntil = 0;
    wait = MIN_WAIT;
    reopen();
  }

  const listening = new AbortController();
  const { signal } = listening;
  addEventListener("pagehide", leave, { signal });
  addEventListener("pageshow", resume, { signal });
  addEventListener("online", onNetworkChange, { signal });
  addEventListener("focus", onShown, { signal });
  document.addEventListener("visibilitychange", onShown, { signal });
  document.addEventListener("resume", onShown, { signal });

  let turn = joinTurns();
  let checking = setInterval(check, CHECK_INTERVAL);
  start();
  return {
    get received() {
      return received;
    },
    close() {
      if (closed) return;
      closed = true;
      listening.abort();
      leave();
    },
  };
}

/** Polls once for the events not yet received. */
async function fetchPoll(
  url: string,
  of: { page: string; heard: number; once: boolean; signal: AbortSignal },
): Promise<PollAnswer | "unreached" | "refused"> {
  const query = { ask: of.page, heard: of.heard, ...(of.once && { at_once: true }) };
  try {
    const response = await fetch(withQuery(url, query), { cache: "no-store", signal: of.signal });
    if (!response.ok) return "refused";
    return (await response.json()) as PollAnswer;
  } catch {
    return "unreached";
  }
}

function withQuery(url: string, query: Record<string, string | number | boolean>): string {
  const more = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, `${value}`]));
  return `${url}${url.includes("?") ? "&" : "?"}${more}`;
}

/**
 * A time on two clocks: one goes on during sleep but may be set, one is steady but may stop during
 * sleep.
 */
type Moment = { wall: number; steady: number };

function now(): Moment {
  return { wall: Date.now(), steady: performance.now() };
}

/** The ms since a time, by the clock that shows more. */
function since({ wall, steady }: Moment): number {
  return Math.max(Date.now() - wall, performance.now() - steady);
}

/** A random id for this page. */
function randomId(): string {
  const words = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(words, (word) => word.toString(36).padStart(7, "0")).join("");
}
