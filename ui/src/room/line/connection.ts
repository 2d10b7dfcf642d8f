/**
 * The life of a page's socket to its room: it opens, catches up, carries own
 * ops up and entries down, and comes back until it is told not to. Knows no
 * framework and no picture.
 */

import type { Op } from "../../ink/op";
import { backoff } from "./backoff";
import { closeCodes, type FinalReason, finalReason } from "./close";
import { createStreamDecoder, type Entry, type StreamDecoder } from "./entry";
import { createOutbox, type Outbox } from "./outbox";
import type { Left, SavedInk } from "./savedInk";
import type { Ask, Down, RoomState, Welcome } from "./state";

/** What a line that is not open knows of it. */
export type Outage = {
  /** Losses and tries in vain since it was open. */
  failures: number;
  /** The server said that it is starting again. */
  restarting: boolean;
  /** Requests get through to the room, and sockets don't: something on the way stops them. */
  blocked?: true;
};

/** Where a connection stands. Impossible mixtures can't be written. */
export type Connection =
  | ({ state: "connecting" } & Outage)
  | { state: "open" }
  /** Lost; the page comes back by itself at `until` (ms of the local clock). */
  | ({ state: "waiting"; until: number } & Outage)
  /** A newer page took the seat. */
  | { state: "replaced" }
  /** The game is kept. */
  | { state: "over" }
  /** The room will not have this page. */
  | { state: "refused"; reason: Exclude<FinalReason, "replaced" | "kept"> };

/** What a line needs of a WebSocket. */
export type Socket = Pick<WebSocket, "binaryType" | "send" | "close" | "onmessage" | "onclose">;

/** Where a socket joins the room's stream. */
export type Attach = {
  /** This page's pen, a random non-zero uint32. */
  pen: number;
  /** Pens of pages before this one whose ink may not be durable, oldest first. */
  earlier: readonly number[];
  /** The epoch and the last seq that the page has; 0 and 0 for nothing. */
  epoch: number;
  after: number;
};

/** What a line tells whoever draws and shows the room. */
export type Heard = {
  connection(c: Connection): void;
  welcome(w: Welcome): void;
  state(s: RoomState): void;
  /** The stream starts over from seq 1, and the picture with it. */
  blank(w: Welcome): void;
  /** Live: they happen now; else the welcome promised them. */
  entries(entries: Entry[], live: boolean): void;
  /** All that the welcome promised has come, and own ops are about to be sent again: those kept that it does not hold. */
  caughtUp(kept: { n: number; op: Op }[]): void;
  /** The room did not take one's op n. */
  refused(n: number): void;
  /** The room did not end the game: the partner is about to come back. */
  notNow(): void;
  /** The hash of the picture that the stream makes up to its last entry; "" where it is not at hand. */
  hash(): string;
};

/** One page's way to its room, over as many sockets as it takes. */
export type Line = {
  readonly pen: number;
  readonly connection: Connection;
  /** The last seq heard, and the last that is durable. */
  readonly seq: number;
  readonly durable: number;
  /** Whether the room has answered for every own op. */
  readonly answered: boolean;
  /** Whether there is ink, own or an earlier page's, that is neither durable nor refused. */
  readonly undurable: boolean;
  /** Comes to the room, with what pages before this one left; also again, once another page had taken the seat. */
  open(left?: readonly Left[]): void;
  /** n of the newest own op. */
  readonly last: number;
  /** So much waits already that no new ink should be taken. */
  readonly full: boolean;
  /** Numbers the pen's next op and keeps it until it is durable. */
  push(op: Op): void;
  /** Sends what was pushed, as one batch; when the line is not open, once it is. */
  flush(): void;
  /** Own ops that are neither durable nor refused, in order. */
  kept(): { n: number; op: Op }[];
  /** Asks for something besides ink; false when the line is not open. */
  ask(a: Ask): boolean;
  /** Ends a wait: the network may be back. */
  hurry(): void;
  /** Dials anew: the network has changed, and an open socket may not know that it is dead. */
  doubt(): void;
  /** Dials anew if the room has been silent for longer than it ever is: the page or its device has slept. */
  look(): void;
  /** Closes for good, quietly. */
  close(): void;
};

/** The room is silent for so long at most, in ms: beatEvery in room/bounds.go. */
const BEAT = 2000;

/** After so long a silence the room is out of reach, in ms: two beats are missing. */
export const SILENCE = 2.5 * BEAT;

/**
 * It doubles with each socket that dies of silence, up to this, in ms, until one has caught up: a long frame of the
 * past takes a slow line a while.
 */
const LONGEST_SILENCE = 4 * SILENCE;

/** A timer that comes so late, in ms, is that of a page that slept, was busy or is out of sight: what waits for it counts. */
const LATE = 500;

/** The room takes no more earlier pens than this: MaxEarlier in room/bounds.go. */
const MOST_EARLIER = 15;

/** So many tries in vain that each had a plain request answered at the same time are no accident. */
const BLOCKED_AFTER = 3;

/** What a line is made of; tests bring their own. */
export type Means = {
  dial(at: Attach): Socket;
  /** Whether a plain request to the socket's own address gets through to the room. */
  reaches?: () => Promise<boolean>;
  /** Keeps own ink beyond this page. */
  ink?: Pick<SavedInk, "save" | "letGo">;
  pen?: number;
  random?: () => number;
  /** A local clock in ms. */
  now?: () => number;
};

function newPen(): number {
  const [word] = crypto.getRandomValues(new Uint32Array(1));
  return word || 1;
}

export function createLine(heard: Heard, means: Means): Line {
  const {
    dial,
    reaches,
    ink,
    pen = newPen(),
    random = Math.random,
    now = () => performance.now(),
  } = means;

  // The stream.
  let decoder: StreamDecoder = createStreamDecoder();
  let epoch = 0;
  let durable = 0;

  // Own ink, and what pages before this one left, by pen, the oldest first.
  const outbox = createOutbox();
  const earlier = new Map<number, Outbox>();
  /** The last own n that went out on this socket. */
  let sent = 0;
  /** The welcome, until the stream has come as far as it promises. */
  let catchUp: Welcome | undefined;

  // The socket.
  let outage: Outage = { failures: 0, restarting: false };
  /** Failures in a row at which a plain request was answered. */
  let reached = 0;
  let connection: Connection = { state: "connecting", ...outage };
  let socket: Socket | undefined;
  let wait: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let patience = SILENCE;
  /** When the room last said something, unix ms: only that clock goes on while a device sleeps. */
  let heardAt = 0;

  function become(next: Connection): void {
    connection = next;
    heard.connection(next);
  }

  function connect(): void {
    clearTimeout(wait);
    become({ state: "connecting", ...outage });
    const s = dial({ pen, earlier: [...earlier.keys()], epoch, after: decoder.seq });
    socket = s;
    s.binaryType = "arraybuffer";
    listen(patience);
    s.onmessage = (event) => {
      if (s !== socket) return;
      heardAt = Date.now();
      try {
        if (typeof event.data === "string") text(JSON.parse(event.data) as Down);
        else binary(new Uint8Array(event.data as ArrayBuffer));
      } catch (err) {
        console.error("room: a frame that makes no sense", err);
        startOver();
      }
      if (s === socket) listen(patience);
    };
    s.onclose = (event) => {
      if (s === socket) lost(event.code);
    };
  }

  /** Gives the socket up unless the room says something within so many ms. */
  function listen(within: number, again = false): void {
    clearTimeout(silence);
    const due = now() + within;
    silence = setTimeout(() => {
      if (now() - due > LATE && !again) {
        listen(BEAT, true);
        return;
      }
      patience = Math.min(2 * patience, LONGEST_SILENCE);
      comeBack();
    }, within);
  }

  /** Drops the socket; its late events are ignored. */
  function drop(): void {
    clearTimeout(silence);
    const s = socket;
    socket = undefined;
    s?.close();
  }

  function lost(code: number): void {
    const reason = finalReason(code);
    if (!reason) {
      outage.restarting ||= code === closeCodes.restarting.code;
      comeBack();
      return;
    }
    drop();
    if (reason === "replaced") become({ state: "replaced" });
    else if (reason === "kept") become({ state: "over" });
    else become({ state: "refused", reason });
  }

  function comeBack(): void {
    drop();
    const delay = backoff(outage.failures, random());
    outage.failures++;
    become({ state: "waiting", until: now() + delay, ...outage });
    wait = setTimeout(connect, delay);
    void findObstacle();
  }

  /** A server that is away answers nothing; where it answers all but sockets, something stops them. */
  async function findObstacle(): Promise<void> {
    if (!reaches) return;
    const of = outage;
    const answers = await reaches();
    if (of !== outage) return;
    reached = answers ? reached + 1 : 0;
    if (reached < BLOCKED_AFTER || of.blocked) return;
    of.blocked = true;
    const { state } = connection;
    if (state === "waiting" || state === "connecting") become({ ...connection, blocked: true });
  }

  /** What is here can't be trusted: fetch the stream from its start. */
  function startOver(): void {
    epoch = 0;
    decoder = createStreamDecoder();
    comeBack();
  }

  function text(message: Down): void {
    switch (message.type) {
      case "welcome":
        welcome(message);
        break;
      case "state":
        heard.state(message);
        break;
      case "refused":
        if (message.pen === pen) refused(message.n);
        else earlier.get(message.pen)?.refused(message.n);
        letGo();
        break;
      case "not_now":
        heard.notNow();
        break;
      case "check":
        check(message.seq);
        break;
      case "afresh":
        startOver();
        break;
      case "beat":
        break;
    }
  }

  function welcome(w: Welcome): void {
    if (w.epoch !== epoch) {
      for (const box of [...earlier.values(), outbox]) box.forgetAnswers();
    }
    if (w.epoch !== epoch || w.from !== decoder.seq) {
      if (w.from !== 0)
        throw new Error(`the stream goes on after ${w.from}, not after ${decoder.seq}`);
      decoder = createStreamDecoder();
      heard.blank(w);
    }
    epoch = w.epoch;
    durable = w.durable;
    catchUp = w;
    sent = w.n;
    outage = { failures: 0, restarting: false };
    reached = 0;
    become({ state: "open" });
    heard.welcome(w);
    heard.state(w.state);
    settle();
  }

  function binary(frame: Uint8Array): void {
    const entries = decoder.decode(frame);
    for (const entry of entries) {
      if (entry.kind === "durable") durable += entry.by;
      else if (entry.kind === "op")
        (entry.pen === pen ? outbox : earlier.get(entry.pen))?.echoed(entry.n, entry.seq);
    }
    letGo();
    heard.entries(entries, !catchUp);
    settle();
  }

  /** Once all is here that the welcome promised, own ink follows. */
  function settle(): void {
    if (!catchUp || decoder.seq < catchUp.seq) return;
    // What the room took of this pen and does not show, it has refused.
    for (const n of outbox.unanswered(catchUp.n)) refused(n);
    for (const { pen, n } of catchUp.earlier ?? []) forward(pen, n);
    if (earlier.size > 0) ask({ type: "pen", pen });
    catchUp = undefined;
    patience = SILENCE;
    letGo();
    heard.caughtUp(kept());
    flush();
  }

  /** Sends what an earlier page left of a pen, of which the room has taken the ops up to n. */
  function forward(pen: number, n: number): void {
    const box = earlier.get(pen);
    if (!box) return;
    for (const gone of box.unanswered(n)) box.refused(gone);
    if (box.first > n + 1) {
      // The ops between are in no place any more, so the room would never take these.
      earlier.delete(pen);
      ink?.letGo(pen);
      return;
    }
    const frames = box.frames(n);
    if (frames.length === 0) return;
    ask({ type: "pen", pen });
    for (const frame of frames) socket?.send(frame);
  }

  /** Lets go of what is durable. */
  function letGo(): void {
    for (const [pen, box] of earlier) {
      box.durable(durable);
      if (!box.done) continue;
      earlier.delete(pen);
      ink?.letGo(pen);
    }
    const { first } = outbox;
    outbox.durable(durable);
    if (outbox.first > first) ink?.letGo(pen, outbox.first - 1);
  }

  function check(seq: number): void {
    const hash = seq === decoder.seq && !catchUp ? heard.hash() : "";
    if (hash !== "") ask({ type: "hash", seq, hash });
  }

  function ask(a: Ask): boolean {
    if (connection.state !== "open" || !socket) return false;
    socket.send(JSON.stringify(a));
    return true;
  }

  function refused(n: number): void {
    outbox.refused(n);
    heard.refused(n);
  }

  function kept(): { n: number; op: Op }[] {
    return outbox.kept().flatMap(({ n, op, refused }) => (refused ? [] : [{ n, op }]));
  }

  function flush(): void {
    if (connection.state !== "open" || catchUp || !socket) return;
    const frames = outbox.frames(sent);
    for (const frame of frames) socket.send(frame);
    sent = outbox.last;
  }

  function doubt(): void {
    if (connection.state !== "open") return;
    drop();
    connect();
  }

  return {
    pen,
    get connection() {
      return connection;
    },
    get seq() {
      return decoder.seq;
    },
    get durable() {
      return durable;
    },
    get answered() {
      return outbox.unanswered(outbox.last).length === 0;
    },
    get undurable() {
      return earlier.size > 0 || !outbox.done;
    },
    get last() {
      return outbox.last;
    },
    get full() {
      return outbox.full;
    },
    open(left = []) {
      for (const { pen: other, first, ops } of left) {
        if (earlier.size === MOST_EARLIER) break; // the next page will find the others
        if (other !== pen && !earlier.has(other)) earlier.set(other, createOutbox(first, ops));
      }
      drop();
      connect();
    },
    push(op) {
      const bytes = outbox.push(op);
      ink?.save(pen, outbox.last, bytes);
    },
    flush,
    kept,
    ask,
    hurry() {
      if (connection.state === "waiting") connect();
    },
    doubt,
    look() {
      if (Date.now() - heardAt > 2 * BEAT) doubt();
    },
    close() {
      clearTimeout(wait);
      drop();
    },
  };
}
