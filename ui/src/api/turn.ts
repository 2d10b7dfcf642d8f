/**
 * Whose turn it is to have a stream open. Browsers open six connections to a host at most, for all
 * their tabs together, so of all pages that wait one has a stream: the one that came, or was looked
 * at, last. At each beat of its stream it wakes the others, which ask what is new. A hidden page
 * can't do that by timers of its own: browsers slow them down to one a minute.
 */

/** What pages say to each other: who has the turn, for what, since when (ms); `beat` wakes, `gone` gives it up. */
interface Said {
  says: "mine" | "beat" | "gone";
  place: string;
  since: number;
  who: string;
}

export interface Turn {
  readonly mine: boolean;
  /** Takes it from whoever has it. */
  take(): void;
  /** Wakes the others. */
  beat(): void;
  /** Gives it up, and hears nothing more. */
  leave(): void;
}

interface Options {
  /** What the page waits for: the URL of its events. */
  place: string;
  /** It is this page's turn from now on, or not any more. */
  onChange: (mine: boolean) => void;
  /** The page that has the turn wakes this one. */
  onBeat: () => void;
  /** Another page that waits for the same took the turn, for good. Without it this one is woken by that as by any. */
  onTwin?: () => void;
}

/** Undefined in a browser that has none, or that keeps pages without cookies apart. */
function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel("tandem.turn");
  } catch {
    return undefined;
  }
}

/** Takes the turn. A browser without channels lets each page have it. */
export function takeTurn({ place, onChange, onBeat, onTwin }: Options): Turn {
  const channel = openChannel();
  const who = crypto.getRandomValues(new Uint32Array(2)).join("-");
  let since = 0;
  let mine = true;

  const say = (says: Said["says"]) =>
    channel?.postMessage({ says, place, since, who } satisfies Said);

  function change(now: boolean): void {
    if (now === mine) return;
    mine = now;
    onChange(mine);
  }

  function take(): void {
    since = Date.now();
    say("mine");
    change(true);
  }

  /** Of two that took it in the same millisecond the names decide. */
  const isNewer = (other: Said) =>
    other.since > since || (other.since === since && other.who > who);

  channel?.addEventListener("message", ({ data }: MessageEvent<Said>) => {
    if (data.says === "gone") {
      if (!mine) take();
    } else if (mine && !isNewer(data)) {
      say("mine"); // it has not heard
    } else if (onTwin && data.says === "mine" && data.place === place) {
      mine = false;
      onTwin();
    } else {
      change(false);
      onBeat();
    }
  });

  take();
  return {
    get mine() {
      return mine;
    },
    take() {
      if (!mine) take();
    },
    beat() {
      if (mine) say("beat");
    },
    leave() {
      if (mine) say("gone");
      channel?.close();
    },
  };
}
