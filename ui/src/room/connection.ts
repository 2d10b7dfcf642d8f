/**
 * The life of a page's socket to its room: it opens, catches up, carries own
 * ops up and entries down, and comes back until it is told not to. Knows no
 * framework and no picture.
 */

import type { Op } from "../ink/op";
import { backoff } from "./backoff";
import { closeCodes, type FinalReason, finalReason } from "./close";
import { createStreamDecoder, type Entry, type StreamDecoder } from "./entry";
import { createOutbox } from "./outbox";
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
  /** Comes to the room; also again, once another page had taken the seat. */
  open(): void;
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
  /** Dials anew: the network has changed or the device has slept, and an open socket may not know that it is dead. */
  doubt(): void;
  /** The room is about to say something; silence now means that it is out of reach. */
  expect(): void;
  /** Closes for good, quietly. */
  close(): void;
};

/** A room that says nothing for so long when it should, is out of reach, in ms. */
export const SILENCE = 8000;

/** So many tries in vain that each had a plain request answered at the same time are no accident. */
const BLOCKED_AFTER = 3;

/** What a line is made of; tests bring their own. */
export type Means = {
  dial(at: Attach): Socket;
  /** Whether a plain request to the socket's own address gets through to the room. */
  reaches?: () => Promise<boolean>;
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
    pen = newPen(),
    random = Math.random,
    now = () => performance.now(),
  } = means;

  // The stream.
  let decoder: StreamDecoder = createStreamDecoder();
  let epoch = 0;
  let durable = 0;

  // Own ink.
  const outbox = createOutbox();
  /** The last n that went out on this socket. */
  let sent = 0;
  /** The welcome's last seq and n, until the stream has come that far. */
  let catchUp: { seq: number; n: number } | undefined;

  // The socket.
  let outage: Outage = { failures: 0, restarting: false };
  /** Failures in a row at which a plain request was answered. */
  let reached = 0;
  let connection: Connection = { state: "connecting", ...outage };
  let socket: Socket | undefined;
  let wait: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  function become(next: Connection): void {
    connection = next;
    heard.connection(next);
  }

  function connect(): void {
    clearTimeout(wait);
    become({ state: "connecting", ...outage });
    const s = dial({ pen, epoch, after: decoder.seq });
    socket = s;
    s.binaryType = "arraybuffer";
    expectAnswer();
    s.onmessage = (event) => {
      if (s !== socket) return;
      clearTimeout(silence);
      silence = undefined;
      try {
        if (typeof event.data === "string") text(JSON.parse(event.data) as Down);
        else binary(new Uint8Array(event.data as ArrayBuffer));
      } catch (err) {
        console.error("room: a frame that makes no sense", err);
        startOver();
      }
    };
    s.onclose = (event) => {
      if (s === socket) lost(event.code);
    };
  }

  /** Drops the socket; its late events are ignored. */
  function drop(): void {
    clearTimeout(silence);
    silence = undefined;
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
        refused(message.n);
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
    }
  }

  function welcome(w: Welcome): void {
    if (w.epoch !== epoch) outbox.forgetAnswers();
    if (w.epoch !== epoch || w.from !== decoder.seq) {
      if (w.from !== 0)
        throw new Error(`the stream goes on after ${w.from}, not after ${decoder.seq}`);
      decoder = createStreamDecoder();
      heard.blank(w);
    }
    epoch = w.epoch;
    durable = w.durable;
    catchUp = { seq: w.seq, n: w.n };
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
      else if (entry.kind === "op" && entry.pen === pen) outbox.echoed(entry.n, entry.seq);
    }
    outbox.durable(durable);
    heard.entries(entries, !catchUp);
    settle();
  }

  /** Once all is here that the welcome promised, own ink follows. */
  function settle(): void {
    if (!catchUp || decoder.seq < catchUp.seq) return;
    // What the room took of this pen and does not show, it has refused.
    for (const n of outbox.unanswered(catchUp.n)) refused(n);
    catchUp = undefined;
    outbox.durable(durable);
    heard.caughtUp(kept());
    flush();
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
    if (frames.length > 0) expectAnswer();
  }

  function expectAnswer(): void {
    silence ??= setTimeout(comeBack, SILENCE);
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
    get last() {
      return outbox.last;
    },
    get full() {
      return outbox.full;
    },
    open: connect,
    push: outbox.push,
    flush,
    kept,
    ask,
    hurry() {
      if (connection.state === "waiting") connect();
    },
    doubt() {
      if (connection.state !== "open") return;
      drop();
      connect();
    },
    expect() {
      if (connection.state === "open") expectAnswer();
    },
    close() {
      clearTimeout(wait);
      drop();
    },
  };
}
