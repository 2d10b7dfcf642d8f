/** Server-sent events that come back by themselves, also where EventSource gives up. */

export interface Events {
  close(): void;
}

interface Options {
  /** What to do with each named event's JSON. */
  on: Record<string, (data: unknown) => void>;
  /** The stream opened (true) or broke (false). */
  onOpen?: (open: boolean) => void;
  /** The answer was no stream: the server is starting, or the place is gone. It is tried again. */
  onRefused?: () => void;
}

const firstWait = 500;
const longestWait = 8000;

/** Opens a stream of events and keeps it open until closed. */
export function openEvents(url: string, { on, onOpen, onRefused }: Options): Events {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = firstWait;
  let closed = false;

  function open() {
    source = new EventSource(url);
    source.onopen = () => {
      wait = firstWait;
      onOpen?.(true);
    };
    source.onerror = () => {
      onOpen?.(false);
      // A broken connection is retried by the browser; an answer that is no stream
      // ends it for good.
      if (source.readyState !== EventSource.CLOSED) return;
      onRefused?.();
      if (closed) return;
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, longestWait);
    };
    for (const [name, receive] of Object.entries(on)) {
      source.addEventListener(name, (event) => receive(JSON.parse(event.data)));
    }
  }

  function pause() {
    clearTimeout(timer);
    source.close();
  }

  // A page that is left hears nothing more; one that comes back from the browser's cache does.
  const resume = (event: PageTransitionEvent) => event.persisted && open();
  addEventListener("pagehide", pause);
  addEventListener("pageshow", resume);

  open();
  return {
    close() {
      closed = true;
      pause();
      removeEventListener("pagehide", pause);
      removeEventListener("pageshow", resume);
    },
  };
}
