/**
 * A page's connection to its room. It opens a socket, catches up, sends own ops and receives
 * entries, and reconnects until the room tells it not to. It knows neither the framework nor the
 * picture.
 */

import type { Op } from "../../ink/op";
import { backoff } from "./backoff";
import { closeCodes, type FinalReason, finalReason } from "./close";
import { createStreamDecoder, type Entry, type StreamDecoder } from "./entry";
import { createOutbox, type Outbox } from "./outbox";
import type { SavedInk, SavedPen } from "./savedInk";
import type { ClientMessage, RoomState, ServerMessage, Welcome } from "./state";

/** What is known about an outage. */
export type Outage = {
  /** Failed attempts since the connection was last open. */
  failures: number;
  /** The server announced a restart. */
  restarting: boolean;
  /** Plain requests reach the room, but sockets do not: something on the way blocks them. */
  blocked?: true;
};

/** The state of a connection. The type rules out impossible combinations. */
export type Connection =
  | ({ state: "connecting" } & Outage)
  | { state: "open" }
  /** The connection is lost; the page reconnects at `until` (ms of the local clock). */
  | ({ state: "waiting"; until: number } & Outage)
  /** A newer page took the seat. */
  | { state: "replaced" }
  /** The game is over and stored. */
  | { state: "over" }
  /** The room refuses this page. */
  | { state: "refused"; reason: Exclude<FinalReason, "replaced" | "kept"> };

/** The part of a WebSocket that a line uses. */
export type Socket = Pick<WebSocket, "binaryType" | "send" | "close" | "onmessage" | "onclose">;

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
   * Opens a new socket: the network has changed, and the old socket may be dead without knowing it.
   */
  redial(): void;
  /**
   * Opens a new socket if the room has been silent for too long: the page or its device has slept.
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

/** The room is never silent for longer than this, in ms: beatEvery in room/bounds.go. */
const BEAT = 2000;

/** After this much silence the room is out of reach, in ms: two beats are missing. */
export const SILENCE = 2.5 * BEAT;

/**
 * The limit doubles, up to this, in ms, with each socket that falls silent before it has caught up:
 * a slow network needs long for a large frame.
 */
const MAX_SILENCE = 4 * SILENCE;

/**
 * A timer that fires this late, in ms, shows that the page was asleep, busy or in the background;
 * then the messages that wait for it are read first.
 */
const LATE_TIMER = 500;

/** The room accepts at most this many earlier pens: MaxEarlier in room/bounds.go. */
const MOST_EARLIER = 15;

/**
 * Sockets count as blocked after this many failures in a row during which a plain request
 * succeeded.
 */
const BLOCKED_AFTER = 3;

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
  let decoder: StreamDecoder = createStreamDecoder();
  let epoch = 0;
  let durable = 0;

  // Own ink, and the ink of earlier pages, by pen, the oldest first.
  const outbox = createOutbox();
  const earlier = new Map<number, Outbox>();
  /** The last own n sent on this socket. */
  let sent = 0;
  /** The welcome, until the stream has caught up with it. */
  let catchUp: Welcome | undefined;

  // The socket.
  let outage: Outage = { failures: 0, restarting: false };
  /** Failures in a row during which a plain request succeeded. */
  let blockedFailures = 0;
  let connection: Connection = { state: "connecting", ...outage };
  let socket: Socket | undefined;
  /** Whether the page has held the seat since it was opened. */
  let seated = false;
  /** The player has left; the room may not know it yet. */
  let leaving = false;
  let reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceLimit = SILENCE;
  /**
   * When the room last sent something, in unix ms: only the wall clock goes on while a device
   * sleeps.
   */
  let heardAt = 0;

  function setConnection(next: Connection): void {
    connection = next;
    events.connection(next);
  }

  function connect(): void {
    clearTimeout(reconnectTimer);
    setConnection({ state: "connecting", ...outage });
    const s = dial({
      pen,
      earlier: [...earlier.keys()],
      epoch,
      after: decoder.seq,
      reconnect: seated,
    });
    socket = s;
    s.binaryType = "arraybuffer";
    armSilenceTimer(silenceLimit);
    s.onmessage = (event) => {
      if (s !== socket) return;
      heardAt = Date.now();
      try {
        if (typeof event.data === "string") onMessage(JSON.parse(event.data) as ServerMessage);
        else onEntries(new Uint8Array(event.data as ArrayBuffer));
      } catch (err) {
        console.error("room: a frame that makes no sense", err);
        startOver();
      }
      if (s === socket) armSilenceTimer(silenceLimit);
    };
    s.onclose = (event) => {
      if (s === socket) onClose(event.code);
    };
  }

  /** Closes the socket unless the room sends something within this many ms. */
  function armSilenceTimer(within: number, again = false): void {
    clearTimeout(silenceTimer);
    const due = now() + within;
    silenceTimer = setTimeout(() => {
      if (now() - due > LATE_TIMER && !again) {
        armSilenceTimer(BEAT, true);
        return;
      }
      silenceLimit = Math.min(2 * silenceLimit, MAX_SILENCE);
      scheduleReconnect();
    }, within);
  }

  /** Closes the socket; its late events are ignored. */
  function closeSocket(): void {
    clearTimeout(silenceTimer);
    const s = socket;
    socket = undefined;
    s?.close();
  }

  function onClose(code: number): void {
    const reason = finalReason(code);
    if (!reason) {
      outage.restarting ||= code === closeCodes.restarting.code;
      scheduleReconnect();
      return;
    }
    closeSocket();
    if (reason === "replaced") setConnection({ state: "replaced" });
    else if (reason === "kept") setConnection({ state: "over" });
    else setConnection({ state: "refused", reason });
  }

  function scheduleReconnect(): void {
    closeSocket();
    const delay = backoff(outage.failures, random());
    outage.failures++;
    setConnection({ state: "waiting", until: now() + delay, ...outage });
    reconnectTimer = setTimeout(connect, delay);
    void detectBlocking();
  }

  /**
   * Detects blocked sockets: a server that is away answers nothing, but here it answers plain
   * requests.
   */
  async function detectBlocking(): Promise<void> {
    if (!isReachable) return;
    const current = outage;
    const answers = await isReachable();
    if (current !== outage) return;
    blockedFailures = answers ? blockedFailures + 1 : 0;
    if (blockedFailures < BLOCKED_AFTER || current.blocked) return;
    current.blocked = true;
    const { state } = connection;
    if (state === "waiting" || state === "connecting")
      setConnection({ ...connection, blocked: true });
  }

  /** The page's state cannot be trusted: fetches the stream from its start. */
  function startOver(): void {
    epoch = 0;
    decoder = createStreamDecoder();
    scheduleReconnect();
  }

  function onMessage(message: ServerMessage): void {
    switch (message.type) {
      case "welcome":
        onWelcome(message);
        break;
      case "state":
        events.state(message);
        break;
      case "refused":
        if (message.pen === pen) onRefused(message.n);
        else earlier.get(message.pen)?.refused(message.n);
        deleteDurable();
        break;
      case "not_now":
        events.notNow();
        break;
      case "check":
        answerCheck(message.seq);
        break;
      case "afresh":
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
    if (w.epoch !== epoch || w.from !== decoder.seq) {
      if (w.from !== 0)
        throw new Error(`the stream goes on after ${w.from}, not after ${decoder.seq}`);
      decoder = createStreamDecoder();
      events.blank(w);
    }
    epoch = w.epoch;
    durable = w.durable;
    catchUp = w;
    seated = true;
    sent = w.n;
    outage = { failures: 0, restarting: false };
    blockedFailures = 0;
    setConnection({ state: "open" });
    events.welcome(w);
    events.state(w.state);
    finishCatchUp();
  }

  function onEntries(frame: Uint8Array): void {
    const entries = decoder.decode(frame);
    for (const entry of entries) {
      if (entry.kind === "durable") durable += entry.by;
      else if (entry.kind === "op")
        (entry.pen === pen ? outbox : earlier.get(entry.pen))?.accepted(entry.n, entry.seq);
    }
    deleteDurable();
    events.entries(entries, !catchUp);
    finishCatchUp();
  }

  /** Once the catch-up is complete, sends own ink. */
  function finishCatchUp(): void {
    if (!catchUp || decoder.seq < catchUp.seq) return;
    // An own op that the room has processed but the stream does not contain was refused.
    for (const n of outbox.unanswered(catchUp.n)) onRefused(n);
    for (const { pen, n } of catchUp.earlier ?? []) sendEarlier(pen, n);
    if (earlier.size > 0) send({ type: "pen", pen });
    catchUp = undefined;
    silenceLimit = SILENCE;
    deleteDurable();
    events.caughtUp(pendingOps());
    flush();
    if (leaving) send({ type: "leave" });
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
    for (const frame of frames) socket?.send(frame);
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

  function answerCheck(seq: number): void {
    const hash = seq === decoder.seq && !catchUp ? events.hash() : "";
    if (hash !== "") send({ type: "hash", seq, hash });
  }

  function send(a: ClientMessage): boolean {
    if (connection.state !== "open" || !socket) return false;
    socket.send(JSON.stringify(a));
    return true;
  }

  function onRefused(n: number): void {
    outbox.refused(n);
    events.refused(n);
  }

  function pendingOps(): { n: number; op: Op }[] {
    return outbox.ops().flatMap(({ n, op, refused }) => (refused ? [] : [{ n, op }]));
  }

  function flush(): void {
    if (connection.state !== "open" || catchUp || !socket) return;
    const frames = outbox.frames(sent);
    for (const frame of frames) socket.send(frame);
    sent = outbox.last;
  }

  function redial(): void {
    if (connection.state !== "open") return;
    closeSocket();
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
      closeSocket();
      seated = false;
      connect();
    },
    push(op) {
      const bytes = outbox.push(op);
      ink?.save(pen, outbox.last, bytes);
    },
    flush,
    pendingOps,
    send,
    retryNow() {
      if (connection.state === "waiting") connect();
    },
    redial,
    redialIfSilent() {
      if (Date.now() - heardAt > 2 * BEAT) redial();
    },
    leave() {
      leaving = true;
      if (!catchUp) send({ type: "leave" });
    },
    close() {
      if (leaving) return; // the room closes the socket
      clearTimeout(reconnectTimer);
      closeSocket();
    },
  };
}
