/**
 * The sockets of a line: the one that carries it, and one that is dialled when there is none, or
 * beside a carrier that may be dead. The first welcome wins. It knows nothing of what the sockets
 * carry.
 */

import { backoff } from "./backoff";
import { closeCodes, type FinalReason, finalReason } from "./close";
import { hungAfter, type Limit } from "./patience";
import { createWatchdog } from "./watchdog";

/** What is known about an outage. */
export type Outage = {
  /** Failed attempts since the connection was last open. */
  failures: number;
  /** The server announced a restart. */
  restarting: boolean;
  /** It lasts longer than another node needs to take the room over. */
  away?: true;
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

/** Callbacks of sockets, for the line. */
export type SocketsEvents = {
  connection(c: Connection): void;
  /** A frame of the carrier. The first frame of each socket is its welcome. */
  frame(data: string | ArrayBuffer): void;
  /** Whether the carrier may be dead: something that the room should have sent has not come. */
  isLate(): boolean;
};

/** Dependencies of sockets. */
export type SocketsDeps = {
  dial(): Socket;
  /** Whether a plain request to the socket's URL reaches the room. */
  isReachable?: () => Promise<boolean>;
  /** How long a dial may take that is given its time. */
  patience: Limit;
  random: () => number;
  /** A local clock in ms. */
  now: () => number;
};

export type Sockets = {
  readonly connection: Connection;
  /** Gives up all sockets and dials. */
  open(): void;
  /** The carrier's welcome is accepted: the connection is open. */
  opened(): void;
  /**
   * The carrier is late: the connection is not open until it speaks, or a socket that is dialled
   * beside it. False when nothing was open, or a dial is already under way.
   */
  dialBeside(): boolean;
  /** A carrier that was late has spoken: true if this opens the connection again. */
  reopen(): boolean;
  /** Gives up all sockets and dials again in a while. */
  reconnect(): void;
  /** Ends the wait before a reconnect. */
  retryNow(): void;
  /** Sends on the carrier; false when the connection is not open. */
  send(data: string | Uint8Array<ArrayBuffer>): boolean;
  /** Closes the sockets for good. */
  close(): void;
};

/**
 * Another node takes a room over within this time, in ms. Until then a dial that hangs is replaced
 * soon, since it probably leads to the dead node. Later it is given its time, since the network may
 * be slow; and the outage is `away`.
 */
const TAKEOVER = 5000;

/**
 * Sockets count as blocked after this many failures in a row during which a plain request
 * succeeded.
 */
const BLOCKED_AFTER = 3;

export function createSockets(events: SocketsEvents, deps: SocketsDeps): Sockets {
  const { isReachable, patience, random, now } = deps;

  /** The socket that was welcomed last. */
  let carrier: Socket | undefined;
  /** The socket that was dialled last, until it is welcomed. */
  let dialled: Socket | undefined;
  const dialWatchdog = createWatchdog(onHungDial, now);
  let reconnectTimer: ReturnType<typeof setTimeout> | undefined;

  let outage: Outage = { failures: 0, restarting: false };
  let connection: Connection = { state: "connecting", ...outage };
  /** On the local clock: since when the connection is not open, and the last dial. */
  let lostAt = now();
  let dialledAt = 0;
  /** How long the last dial took until its welcome; undefined before the first. */
  let took: number | undefined;
  /** Failures in a row during which a plain request succeeded. */
  let blockedFailures = 0;

  function setConnection(next: Connection): void {
    if (connection.state === "open") lostAt = now();
    connection = next;
    events.connection(next);
  }

  function setOpen(): void {
    outage = { failures: 0, restarting: false };
    blockedFailures = 0;
    setConnection({ state: "open" });
  }

  function dial(): void {
    clearTimeout(reconnectTimer);
    setConnection({ state: "connecting", ...outage });
    const s = deps.dial();
    dialled = s;
    s.binaryType = "arraybuffer";
    dialledAt = now();
    dialWatchdog.start(dialLimit());
    s.onmessage = ({ data }) => {
      if (s === dialled) {
        const before = carrier;
        carrier = s;
        took = now() - dialledAt;
        forgetDialled();
        before?.close();
      }
      if (s === carrier) events.frame(data as string | ArrayBuffer);
    };
    s.onclose = ({ code }) => {
      if (s === dialled) forgetDialled();
      else if (s === carrier) carrier = undefined;
      else return;
      onClose(code);
    };
  }

  function forgetDialled(): void {
    dialWatchdog.stop();
    dialled = undefined;
  }

  /** Closes all sockets; their late events are ignored. */
  function closeAll(): void {
    clearTimeout(reconnectTimer);
    const sockets = [carrier, dialled];
    carrier = undefined;
    forgetDialled();
    for (const s of sockets) s?.close();
  }

  function onClose(code: number): void {
    const reason = finalReason(code);
    if (reason) {
      closeAll();
      if (reason === "replaced") setConnection({ state: reason });
      else if (reason === "kept") setConnection({ state: "over" });
      else setConnection({ state: "refused", reason });
      return;
    }
    outage.restarting ||= code === closeCodes.restarting.code;
    if (isCarried() || connection.state === "waiting") return;
    if (dialled) setConnection({ state: "connecting", ...outage });
    else reconnectLater();
  }

  /** Whether a carrier is alive. */
  function isCarried(): boolean {
    return !!carrier && !events.isLate();
  }

  function dialLimit(): number {
    return took === undefined || outage.away ? patience.ms : hungAfter(took);
  }

  function onHungDial(): void {
    if (now() - dialledAt >= patience.ms) patience.double();
    const s = dialled;
    forgetDialled();
    s?.close();
    if (isCarried()) return;
    fail();
    dial();
  }

  function reconnectLater(): void {
    const delay = backoff(outage.failures, random());
    fail();
    setConnection({ state: "waiting", until: now() + delay, ...outage });
    reconnectTimer = setTimeout(dial, delay);
  }

  function fail(): void {
    outage.failures++;
    if (now() - lostAt >= TAKEOVER) outage.away = true;
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
    if (blockedFailures < BLOCKED_AFTER || !current.away || current.blocked) return;
    current.blocked = true;
    if ("failures" in connection) setConnection({ ...connection, blocked: true });
  }

  return {
    get connection() {
      return connection;
    },
    open() {
      closeAll();
      lostAt = now();
      dial();
    },
    opened: setOpen,
    dialBeside() {
      if (!carrier || connection.state !== "open") return false;
      if (dialled) {
        setConnection({ state: "connecting", ...outage });
        return false;
      }
      dial();
      return true;
    },
    reopen() {
      if (!carrier || connection.state === "open") return false;
      clearTimeout(reconnectTimer);
      setOpen();
      return true;
    },
    reconnect() {
      closeAll();
      reconnectLater();
    },
    retryNow() {
      if (connection.state === "waiting") dial();
    },
    send(data) {
      if (connection.state !== "open" || !carrier) return false;
      carrier.send(data);
      return true;
    },
    close: closeAll,
  };
}
