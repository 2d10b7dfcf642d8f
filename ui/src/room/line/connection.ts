/**
 * A page's line to its room: it catches up, sends own ops and receives entries, over as many sockets
 * as it takes. When the room is late it dials another. It knows neither the framework nor the
 * picture.
 */

import type { Op } from "../../ink/op";
import { createStreamDecoder, type Entry, type StreamDecoder } from "./entry";
import { createOutbox, type Outbox } from "./outbox";
import { BEAT, createLimit, LATE_ANSWER, LONG_SILENCE, SILENCE } from "./patience";
import type { SavedInk, SavedPen } from "./savedInk";
import { type Connection, createSockets, type Socket } from "./sockets";
import type { ClientMessage, RoomState, ServerMessage, Welcome } from "./state";
import { createWatchdog } from "./watchdog";

/** The parameters of a socket: where it joins the room's stream. */
export type Attach = {
  /** This page's pen, a random non-zero uint32. */
  pen: number;
  /** Pens of earlier pages whose ink may not be durable, oldest first. */
  earlier: readonly number[];
  /** The epoch and the last seq that the page has; 0 and 0 for none. */
  epoch: number;
  after: number;
  /** The page held the seat and reconnects by itself: it takes the seat from no other page. */
  reconnect: boolean;
};

/** Callbacks of a line, for whoever draws and shows the room. */
export type LineEvents = {
  connection(c: Connection): void;
  welcome(w: Welcome): void;
  state(s: RoomState): void;
  /** The stream starts over from seq 1, and so does the picture. */
  blank(w: Welcome): void;
  /** `live`: the entries happen now; otherwise they are part of the catch-up. */
  entries(entries: Entry[], live: boolean): void;
  /**
   * The catch-up is complete. `pending` are the own ops that it did not contain; they are about to
   * be sent again.
   */
  caughtUp(pending: { n: number; op: Op }[]): void;
  /** The room refused own op n. */
  refused(n: number): void;
  /** The room refused to end the game: the partner is about to come back. */
  notNow(): void;
  /** The hash of the picture after the stream's last entry; "" where it is not available. */
  hash(): string;
};

/** A page's connection to its room, over as many sockets as it takes. */
export type Line = {
  readonly pen: number;
  readonly connection: Connection;
  /** The last seq received, and the last that is durable. */
  readonly seq: number;
  readonly durable: number;
  /** Whether the room has accepted or refused every own op. */
  readonly answered: boolean;
  /** Whether any ink, of this page or an earlier one, is neither durable nor refused. */
  readonly hasUndurable: boolean;
  /**
   * Connects, with the ink that earlier pages could not send; also after another page had taken the
   * seat.
   */
  open(savedPens?: readonly SavedPen[]): void;
  /** n of the newest own op. */
  readonly last: number;
  /** The outbox is full: no new ink should be accepted. */
  readonly full: boolean;
  /** Numbers the pen's next op and keeps it until it is durable. */
  push(op: Op): void;
  /** Sends the pushed ops as one batch, now or once the line is open. */
  flush(): void;
  /** Own ops that are neither durable nor refused, in order. */
  pendingOps(): { n: number; op: Op }[];
  /** Sends a message other than ink; false when the line is not open. */
  send(a: ClientMessage): boolean;
  /** Ends the wait before a reconnect: the network may be back. */
  retryNow(): void;
  /**
   * Dials a second socket: the network has changed, and the first may be dead without knowing it.
   */
  redial(): void;
  /**
   * Dials a second socket if the room has been silent for too long: the page or its device has
   * slept.
   */
  redialIfSilent(): void;
  /**
   * Gives up the seat for good. Without a connection the room learns it once there is one, even
   * after close().
   */
  leave(): void;
  /** Closes the line for good. */
  close(): void;
};

/** The room accepts at most this many earlier pens: MaxEarlier in room/bounds.go. */
const MOST_EARLIER = 15;

/** Dependencies of a line; tests pass their own. */
export type LineDeps = {
  dial(at: Attach): Socket;
  /** Whether a plain request to the socket's URL reaches the room. */
  isReachable?: () => Promise<boolean>;
  /** Stores own ink beyond the life of this page. */
  ink?: Pick<SavedInk, "save" | "delete">;
  pen?: number;
  random?: () => number;
  /** A local clock in ms. */
  now?: () => number;
};

function newPen(): number {
  const [word] = crypto.getRandomValues(new Uint32Array(1));
  return word || 1;
}

export function createLine(events: LineEvents, deps: LineDeps): Line {
  const {
    dial,
    isReachable,
    ink,
    pen = newPen(),
    random = Math.random,
    now = () => performance.now(),
  } = deps;

  // The stream.
  let epoch = 0;
  /** The last seq received. */
  let seq = 0;
  let durable = 0;
  let decoder: StreamDecoder = createStreamDecoder();
  /**
   * The decoder at the time of the last dial: the new socket goes on from there, whatever the old
   * one brings meanwhile.
   */
  let dialledDecoder = decoder;

  // Own ink, and the ink of earlier pages, by pen, the oldest first.
  const outbox = createOutbox();
  const earlier = new Map<number, Outbox>();
  /** The last own n sent on this socket. */
  let sent = 0;
  /** The welcome, until the stream has caught up with it. */
  let catchUp: Welcome | undefined;

  // The room's signs of life.
  const patience = createLimit(LONG_SILENCE);
  const silence = createWatchdog(() => {
    if (sockets.dialBeside() && catchUp) patience.double();
  }, now);
  const answerLimit = createLimit(LATE_ANSWER);
  const answers = createWatchdog(() => {
    if (sockets.dialBeside()) answerLimit.double();
  }, now);
  /** Whether the game's clock runs: only then is the room held to answer ink. */
  let clockRuns = false;
  /**
   * When the room last sent something, in unix ms: only the wall clock goes on while a device
   * sleeps.
   */
  let heardAt = 0;

  /** Whether the page has held the seat since it was opened. */
  let seated = false;
  /** The player has left; the room may not know it yet. */
  let leaving = false;

  const sockets = createSockets(
    { connection: events.connection, frame: onFrame, isLate },
    { dial: () => dial(attach()), isReachable, patience, random, now },
  );

  function attach(): Attach {
    dialledDecoder = decoder.copy();
    return { pen, earlier: [...earlier.keys()], epoch, after: decoder.seq, reconnect: seated };
  }

  function isLate(): boolean {
    return silence.expired || answers.expired;
  }

  function onFrame(data: string | ArrayBuffer): void {
    heardAt = Date.now();
    silence.stop();
    try {
      if (typeof data === "string") onMessage(JSON.parse(data) as ServerMessage);
      else onEntries(new Uint8Array(data));
    } catch (err) {
      console.error("room: malformed frame", err);
      startOver();
      return;
    }
    silence.start(clockRuns && !catchUp ? SILENCE : patience.ms);
    if (!isLate() && sockets.reopen()) resume();
  }

  /** Expects an answer to the ink that was sent, from now on. */
  function awaitAnswers(): void {
    if (catchUp) return; // the ink is about to be sent again
    const answered = outbox.unanswered(sent).length === 0;
    if (answered) answerLimit.reset();
    if (answered || !clockRuns) answers.stop();
    else answers.start(answerLimit.ms);
  }

  function onState(s: RoomState): void {
    const ran = clockRuns;
    clockRuns = s.ends_at !== null;
    if (clockRuns !== ran) awaitAnswers();
    events.state(s);
  }

  /** The page's state cannot be trusted: fetches the stream from its start. */
  function startOver(): void {
    epoch = 0;
    seq = 0;
    decoder = createStreamDecoder();
    sockets.reconnect();
  }

  function onMessage(message: ServerMessage): void {
    switch (message.type) {
      case "welcome":
        onWelcome(message);
        break;
      case "state":
        onState(message);
        break;
      case "refused":
        if (message.pen === pen) onRefused(message.n);
        else earlier.get(message.pen)?.refused(message.n);
        awaitAnswers();
        deleteDurable();
        break;
      case "not_now":
        events.notNow();
        break;
      case "check":
        answerCheck(message.seq);
        break;
      case "start_over":
        startOver();
        break;
      case "beat":
        break;
    }
  }

  function onWelcome(w: Welcome): void {
    if (w.epoch !== epoch) {
      for (const box of [...earlier.values(), outbox]) box.forgetAnswers();
    }
    if (w.epoch === epoch && w.from === dialledDecoder.seq) {
      decoder = dialledDecoder;
    } else {
      if (w.from !== 0) throw new Error("the stream has a gap");
      decoder = createStreamDecoder();
      seq = 0;
      events.blank(w);
    }
    epoch = w.epoch;
    durable = w.durable;
    catchUp = w;
    seated = true;
    sent = w.n;
    answers.stop();
    sockets.opened();
    events.welcome(w);
    onState(w.state);
    finishCatchUp();
  }

  function onEntries(frame: Uint8Array): void {
    // After a second dial, the new socket may repeat what the old one has brought.
    const entries = decoder.decode(frame).filter((e) => e.kind === "durable" || e.seq > seq);
    let answered = false;
    for (const entry of entries) {
      if (entry.kind === "durable") {
        durable += entry.by;
        continue;
      }
      seq = entry.seq;
      if (entry.kind !== "op") continue;
      const box = entry.pen === pen ? outbox : earlier.get(entry.pen);
      box?.accepted(entry.n, entry.seq);
      answered ||= !!box;
    }
    if (answered) awaitAnswers();
    deleteDurable();
    events.entries(entries, !catchUp);
    finishCatchUp();
  }

  /** Once the catch-up is complete, sends own ink. */
  function finishCatchUp(): void {
    if (!catchUp || seq < catchUp.seq) return;
    // An own op that the room has processed but the stream does not contain was refused.
    for (const n of outbox.unanswered(catchUp.n)) onRefused(n);
    for (const { pen, n } of catchUp.earlier ?? []) sendEarlier(pen, n);
    if (earlier.size > 0) send({ type: "pen", pen });
    catchUp = undefined;
    patience.reset();
    deleteDurable();
    events.caughtUp(pendingOps());
    resume();
  }

  /** Sends the ink and the leave that wait for an open line. */
  function resume(): void {
    flush();
    if (leaving && !catchUp) send({ type: "leave" });
  }

  /** Sends the ink of an earlier page's pen. The room has processed its ops up to n. */
  function sendEarlier(pen: number, n: number): void {
    const box = earlier.get(pen);
    if (!box) return;
    for (const missing of box.unanswered(n)) box.refused(missing);
    if (box.first > n + 1) {
      // The ops between are lost, so the room would refuse these.
      earlier.delete(pen);
      ink?.delete(pen);
      return;
    }
    const frames = box.frames(n);
    if (frames.length === 0) return;
    send({ type: "pen", pen });
    for (const frame of frames) sockets.send(frame);
  }

  /** Deletes the ops that are durable. */
  function deleteDurable(): void {
    for (const [pen, box] of earlier) {
      box.durable(durable);
      if (!box.settled) continue;
      earlier.delete(pen);
      ink?.delete(pen);
    }
    const { first } = outbox;
    outbox.durable(durable);
    if (outbox.first > first) ink?.delete(pen, outbox.first - 1);
  }

  function answerCheck(asked: number): void {
    const hash = asked === seq && !catchUp ? events.hash() : "";
    if (hash !== "") send({ type: "hash", seq, hash });
  }

  function send(a: ClientMessage): boolean {
    return sockets.send(JSON.stringify(a));
  }

  function onRefused(n: number): void {
    outbox.refused(n);
    events.refused(n);
  }

  function pendingOps(): { n: number; op: Op }[] {
    return outbox.ops().flatMap(({ n, op, refused }) => (refused ? [] : [{ n, op }]));
  }

  function flush(): void {
    if (sockets.connection.state !== "open" || catchUp) return;
    for (const frame of outbox.frames(sent)) sockets.send(frame);
    sent = outbox.last;
    if (answers.idle) awaitAnswers();
  }

  return {
    pen,
    get connection() {
      return sockets.connection;
    },
    get seq() {
      return seq;
    },
    get durable() {
      return durable;
    },
    get answered() {
      return outbox.unanswered(outbox.last).length === 0;
    },
    get hasUndurable() {
      return earlier.size > 0 || !outbox.settled;
    },
    get last() {
      return outbox.last;
    },
    get full() {
      return outbox.full;
    },
    open(savedPens = []) {
      for (const { pen: other, first, ops } of savedPens) {
        if (earlier.size === MOST_EARLIER) break; // the next page will send the others
        if (other !== pen && !earlier.has(other)) earlier.set(other, createOutbox(first, ops));
      }
      seated = false;
      sockets.open();
    },
    push(op) {
      const bytes = outbox.push(op);
      ink?.save(pen, outbox.last, bytes);
    },
    flush,
    pendingOps,
    send,
    retryNow: sockets.retryNow,
    redial: silence.expire,
    redialIfSilent() {
      if (Date.now() - heardAt > 2 * BEAT) silence.expire();
    },
    leave() {
      leaving = true;
      resume();
    },
    close() {
      if (leaving) return; // the room closes the socket
      sockets.close();
    },
  };
}
