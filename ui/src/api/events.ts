/**
 * Server-sent events that come back by themselves, also where EventSource gives up, and also
 * where no stream gets through: then the page asks for the same events.
 *
 * listening -> asking: the stream opened, or seems to, and stays mute. asking -> listening:
 * nobody answers that either; the server is away.
 */

export interface Events {
  close(): void;
}

interface Options {
  /** What to do with each named event's JSON. */
  on: Record<string, (data: unknown) => void>;
  /** Events get through from now on (true) or do not (false). */
  onOpen?: (open: boolean) => void;
  /** The answer was no stream: the server is starting, or the place is gone. It is tried again. */
  onRefused?: () => void;
}

const firstWait = 500;
const longestWait = 8000;

/** A stream brings its first event within this, in ms, unless something holds it back. */
export const FIRST_EVENT = 4000;

/** A stream with beats is never quiet for so long, in ms: three of them. */
export const MUTE = 21_000;

/** How long a page that found streams held back asks at once, in ms. */
const REMEMBERED = 5 * 60_000;

/** The server answers what is asked within 5 s. */
const ANSWER = 15_000;

/** Until when streams are known to be held back. */
let heldBackUntil = 0;

/** What an answer to a page that asks brings. */
type Asked = { heard: number; events: { event: string; data: unknown }[] };

/** Hears events until closed. */
export function openEvents(url: string, { on, onOpen, onRefused }: Options): Events {
  const page = randomName();
  let source: EventSource | undefined;
  let asking: AbortController | undefined;
  let heard = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let mute: ReturnType<typeof setTimeout> | undefined;
  let wait = firstWait;
  let closed = false;
  let live: boolean | undefined;

  function tell(now: boolean) {
    if (now !== live) onOpen?.(now);
    live = now;
  }

  function open() {
    if (Date.now() < heldBackUntil) ask();
    else listen();
  }

  function listen() {
    let isMute = true;
    const opened = new EventSource(url);
    source = opened;
    expectEvent(FIRST_EVENT);
    opened.onopen = () => {
      wait = firstWait;
      expectEvent(isMute ? FIRST_EVENT : MUTE);
      tell(true);
    };
    opened.onerror = () => {
      clearTimeout(mute);
      tell(false);
      // A broken connection is retried by the browser; an answer that is no stream
      // ends it for good.
      if (opened.readyState !== EventSource.CLOSED) return;
      onRefused?.();
      comeBack(open);
    };
    for (const [name, receive] of Object.entries(on)) {
      opened.addEventListener(name, (event) => {
        isMute = false;
        expectEvent(MUTE);
        receive(JSON.parse(event.data));
      });
    }

    /** Without an event in so many ms the page asks. A stream without beats may be quiet for long. */
    function expectEvent(within: number) {
      clearTimeout(mute);
      if (!isMute && !on.beat) return;
      mute = setTimeout(() => {
        opened.close();
        ask();
      }, within);
    }
  }

  async function ask() {
    const stop = new AbortController();
    asking = stop;
    const late = setTimeout(() => stop.abort("late"), ANSWER);
    const answer = await fetchAsked(url, { page, heard, signal: stop.signal });
    clearTimeout(late);
    if (closed || asking !== stop) return;
    switch (answer) {
      case "unreached":
        tell(false);
        comeBack(listen); // which tells a server that is away from a stream that is held back
        return;
      case "refused":
        heldBackUntil = 0;
        tell(false);
        onRefused?.();
        comeBack(ask);
        return;
    }
    wait = firstWait;
    heldBackUntil = Date.now() + REMEMBERED;
    heard = answer.heard;
    tell(true);
    for (const { event, data } of answer.events) {
      if (closed || asking !== stop) return;
      on[event]?.(data);
    }
    if (!closed && asking === stop) void ask();
  }

  function comeBack(by: () => void) {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(by, wait);
    wait = Math.min(wait * 2, longestWait);
  }

  function pause() {
    clearTimeout(timer);
    clearTimeout(mute);
    source?.close();
    asking?.abort();
    asking = undefined;
  }

  // A page that is left hears nothing more; one that comes back from the browser's cache does.
  const resume = (event: PageTransitionEvent) => event.persisted && open();
  // Another network may let streams through.
  const forget = () => {
    heldBackUntil = 0;
  };
  addEventListener("pagehide", pause);
  addEventListener("pageshow", resume);
  addEventListener("online", forget);

  open();
  return {
    close() {
      closed = true;
      pause();
      removeEventListener("pagehide", pause);
      removeEventListener("pageshow", resume);
      removeEventListener("online", forget);
    },
  };
}

/** Asks once for what was not heard yet. */
async function fetchAsked(
  url: string,
  { page, heard, signal }: { page: string; heard: number; signal: AbortSignal },
): Promise<Asked | "unreached" | "refused"> {
  const separator = url.includes("?") ? "&" : "?";
  try {
    const response = await fetch(`${url}${separator}ask=${page}&heard=${heard}`, {
      cache: "no-store",
      signal,
    });
    if (!response.ok) return "refused";
    return (await response.json()) as Asked;
  } catch {
    return "unreached";
  }
}

/** What the server knows this page by. */
function randomName(): string {
  const words = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(words, (word) => word.toString(36).padStart(7, "0")).join("");
}
