/**
 * Decides which page of a browser has a stream open. Browsers open at most six connections to a
 * host for all tabs together, so only one of the waiting pages has a stream: the one that was
 * opened or shown last. Whatever its stream brings, it wakes the others, which poll for news: where
 * it is news of the same lobby, they have some, too. Hidden pages cannot poll by timers: browsers
 * slow them down to one a minute.
 */

/** The others are woken at most once in this time, in ms. */
const WAKE_INTERVAL = 1000;

/**
 * A message between pages: who has the turn, for what, and since when (ms); `wake` wakes the
 * others, `gone` gives the turn up.
 */
interface TurnMessage {
  says: "mine" | "wake" | "gone";
  place: string;
  since: number;
  who: string;
}

export interface Turn {
  readonly isMine: boolean;
  /** Takes the turn from the page that has it. */
  take(): void;
  /** Wakes the other pages, now or soon. */
  wake(): void;
  /** Gives the turn up and stops listening. */
  leave(): void;
}

interface Options {
  /** What the page waits for: the URL of its events. */
  place: string;
  /** This page got the turn, or lost it. */
  onChange: (mine: boolean) => void;
  /** The page that has the turn wakes this one. */
  onWake: () => void;
  /**
   * Another page that waits for the same events took the turn for good. Without this callback, such
   * a page wakes this one like any other.
   */
  onTwin?: () => void;
}

/** Undefined in a browser without channels, or one that isolates pages without cookies. */
function openTurnChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel("tandem.turn");
  } catch {
    return undefined;
  }
}

/** Takes the turn. In a browser without channels every page has it. */
export function takeTurn({ place, onChange, onWake, onTwin }: Options): Turn {
  const channel = openTurnChannel();
  const who = crypto.getRandomValues(new Uint32Array(2)).join("-");
  let since = 0;
  let isMine = true;

  const post = (says: TurnMessage["says"]) =>
    channel?.postMessage({ says, place, since, who } satisfies TurnMessage);

  function setMine(now: boolean): void {
    if (now === isMine) return;
    isMine = now;
    onChange(isMine);
  }

  function take(): void {
    since = Date.now();
    post("mine");
    setMine(true);
  }

  /** If two pages took it in the same millisecond, their ids decide. */
  const isNewer = (other: TurnMessage) =>
    other.since > since || (other.since === since && other.who > who);

  channel?.addEventListener("message", ({ data }: MessageEvent<TurnMessage>) => {
    if (data.says === "gone") {
      if (!isMine) take();
    } else if (isMine && !isNewer(data)) {
      post("mine"); // the other page has missed it
    } else if (onTwin && data.says === "mine" && data.place === place) {
      isMine = false;
      onTwin();
    } else if (isMine) {
      setMine(false);
    } else {
      onWake();
    }
  });

  let resting: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;

  function wake(): void {
    isDue = resting !== undefined;
    if (isDue || !isMine) return;
    post("wake");
    resting = setTimeout(() => {
      resting = undefined;
      if (isDue) wake();
    }, WAKE_INTERVAL);
  }

  take();
  return {
    get isMine() {
      return isMine;
    },
    take() {
      if (!isMine) take();
    },
    wake,
    leave() {
      clearTimeout(resting);
      if (isMine) post("gone");
      channel?.close();
    },
  };
}
