import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createReader, readUvarint } from "../../ink/bytes";
import type { Op } from "../../ink/op";
import { closeCodes } from "./close";
import { type Attach, createLine, type LineDeps } from "./connection";
import type { Entry } from "./entry";
import { createOutbox } from "./outbox";
import { BEAT, hungAfter, LATE_ANSWER, LONG_SILENCE, SILENCE } from "./patience";
import type { Connection, Socket } from "./sockets";
import type { RoomState, Welcome } from "./state";
import { beginAt, createStream, endOp, pointsTo } from "./stream.fixture";

/** The clock stands, unless a test says that it runs. */
const state = { phase: "round", round: 1, ends_at: null } as RoomState;
const PEN = 77;

const running = { ...state, ends_at: 180_000 } as RoomState;

function welcome(some: Partial<Welcome> = {}): Welcome {
  return { type: "welcome", epoch: 1, from: 0, seq: 0, durable: 0, you: 1, n: 0, state, ...some };
}

type FakeSocket = Socket & { at: Attach; sent: (string | Uint8Array)[]; closed: boolean };

/** A line whose sockets are served by the test. */
function setup({
  isReachable,
  now,
  random = () => 0,
}: Pick<LineDeps, "isReachable" | "now" | "random"> = {}) {
  const sockets: FakeSocket[] = [];
  /** The keys of the ops that the browser stores. */
  const saved = new Set<string>();
  const heard = {
    connection: [] as Connection[],
    entries: [] as Entry[],
    refused: [] as number[],
    notNow: 0,
    blanks: 0,
    caughtUp: 0,
    pending: [] as { n: number; op: Op }[],
    hash: "0123456789abcdef",
  };
  const line = createLine(
    {
      connection: (c) => heard.connection.push(c),
      welcome: () => {},
      state: () => {},
      blank: () => heard.blanks++,
      entries: (e) => heard.entries.push(...e),
      caughtUp(pending) {
        heard.caughtUp++;
        heard.pending = pending;
      },
      refused: (n) => heard.refused.push(n),
      notNow: () => heard.notNow++,
      hash: () => heard.hash,
    },
    {
      pen: PEN,
      isReachable,
      random,
      now,
      ink: {
        save: (pen, n) => saved.add(`${pen} ${n}`),
        delete(pen, upTo = Number.POSITIVE_INFINITY) {
          for (const name of saved) {
            const [of, n] = name.split(" ").map(Number);
            if (of === pen && n <= upTo) saved.delete(name);
          }
        },
      },
      dial(at) {
        const socket: FakeSocket = {
          at,
          sent: [],
          closed: false,
          binaryType: "blob",
          onmessage: null,
          onclose: null,
          send: (data) => socket.sent.push(data as string | Uint8Array),
          close: () => {
            socket.closed = true;
          },
        };
        sockets.push(socket);
        return socket;
      },
    },
  );
  const socket = () => sockets[sockets.length - 1];
  return {
    line,
    heard,
    sockets,
    saved,
    socket,
    say(message: object, on = socket()) {
      on.onmessage?.call({} as WebSocket, { data: JSON.stringify(message) } as MessageEvent);
    },
    stream(bytes: Uint8Array<ArrayBuffer>, on = socket()) {
      on.onmessage?.call({} as WebSocket, { data: bytes.buffer } as MessageEvent);
    },
    hangUp(code: number, on = socket()) {
      on.onclose?.call({} as WebSocket, { code } as CloseEvent);
    },
    /** The first n of each ink frame sent on this socket. */
    firsts: () =>
      socket()
        .sent.filter((s) => typeof s !== "string")
        .map((s) => readUvarint(createReader(s as Uint8Array))),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("a line to the room", () => {
  test("sends ink only after the welcome, in one batch", () => {
    const t = setup();
    t.line.open();
    t.line.push(beginAt(0, 0));
    t.line.push(pointsTo(20, 20));
    t.line.flush();
    expect(t.socket().sent).toEqual([]);

    t.say(welcome());
    expect(t.firsts()).toEqual([1]);
    expect(t.line.connection).toEqual({ state: "open" });

    t.line.push(endOp);
    t.line.flush();
    t.line.flush();
    expect(t.firsts()).toEqual([1, 3]);
  });

  test("reconnects with its last seq, and resends the ops that the room has not processed", () => {
    const t = setup();
    t.line.open();
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [], epoch: 0, after: 0, reconnect: false });
    t.say(welcome());
    for (const op of [beginAt(0, 0), pointsTo(20, 20), endOp]) t.line.push(op);
    t.line.flush();
    const stream = createStream();
    t.stream(stream.opOfPen(1, PEN, 1, beginAt(0, 0)).takeBytes());

    t.hangUp(1006);
    expect(t.line.connection).toEqual({
      state: "waiting",
      until: 125,
      failures: 1,
      restarting: false,
    });
    vi.advanceTimersByTime(125);
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [], epoch: 1, after: 1, reconnect: true });
    t.say(welcome({ from: 1, seq: 2, n: 2 }));
    expect(t.firsts()).toEqual([]);
    t.stream(stream.op(1, pointsTo(20, 20)).takeBytes());

    expect(t.heard.caughtUp).toBe(2);
    expect(t.firsts()).toEqual([3]);
    expect(t.heard.entries.map((e) => e.kind === "op" && e.seq)).toEqual([1, 2]);
    expect(t.heard.blanks).toBe(1);
  });

  test("deletes ops once they are durable", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.line.push(beginAt(0, 0));
    t.line.push(endOp);
    t.line.flush();
    expect(t.line.answered).toBe(false);

    t.stream(createStream().opOfPen(1, PEN, 1, beginAt(0, 0)).op(1, endOp).durable(1).takeBytes());

    expect(t.line.answered).toBe(true);
    expect(t.line.durable).toBe(1);
    expect(t.line.pendingOps()).toEqual([{ n: 2, op: endOp }]);
  });

  test("starts over on a new epoch and resends all ops that are not durable", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    for (const op of [beginAt(0, 0), pointsTo(20, 20), endOp]) t.line.push(op);
    t.line.flush();
    const first = createStream().opOfPen(1, PEN, 1, beginAt(0, 0));
    t.stream(first.op(1, pointsTo(20, 20)).op(1, endOp).durable(1).takeBytes());

    t.hangUp(4001);
    vi.advanceTimersByTime(1000);
    t.say(welcome({ epoch: 2, from: 0, seq: 1, durable: 1, n: 1 }));
    expect(t.heard.blanks).toBe(2);
    t.stream(createStream().opOfPen(1, PEN, 1, beginAt(0, 0)).takeBytes());

    expect(t.firsts()).toEqual([2]);
    expect(t.line.pendingOps().map((k) => k.n)).toEqual([2, 3]);
    expect(t.line.seq).toBe(1);
  });

  test("reports a refused op, even if the message was lost with the socket", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    for (const op of [beginAt(0, 0), endOp, beginAt(8, 8), endOp]) t.line.push(op);
    t.line.flush();
    t.say({ type: "refused", pen: PEN, n: 1, reason: "finished" });
    t.hangUp(1006);
    vi.advanceTimersByTime(1000);
    t.say(welcome({ from: 0, seq: 0, n: 3 }));

    expect(t.heard.refused).toEqual([1, 2, 3]);
    expect(t.firsts()).toEqual([4]);
  });

  test("reconnects often for about five seconds, then less often, and resets after a welcome", () => {
    const t = setup();
    t.line.open();
    /** The wait after a failure. */
    const wait = (code: number) => {
      const from = performance.now();
      t.hangUp(code);
      const c = t.line.connection;
      if (c.state !== "waiting") throw new Error(c.state);
      vi.advanceTimersByTime(c.until - from);
      return c.until - from;
    };
    const waits = Array.from({ length: 14 }, () => wait(1006));
    expect(waits).toEqual([125, ...Array(11).fill(250), 1000, 1000]);

    t.say(welcome());
    expect(wait(1001)).toBe(125);
  });

  test("reconnects at once when the network is back", () => {
    const t = setup();
    t.line.open();
    t.hangUp(1006);
    t.line.retryNow();
    expect(t.sockets).toHaveLength(2);
    vi.advanceTimersByTime(LONG_SILENCE - 1);
    expect(t.sockets).toHaveLength(2);
  });

  test("remembers a server's restart until it is reconnected", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.hangUp(4001);
    vi.advanceTimersByTime(1000);
    t.hangUp(1006);
    expect(t.line.connection).toMatchObject({ state: "waiting", failures: 2, restarting: true });
    vi.advanceTimersByTime(1000);
    t.say(welcome({ epoch: 2 }));
    t.hangUp(1006);
    expect(t.line.connection).toMatchObject({ state: "waiting", failures: 1, restarting: false });
  });

  test("tells the room that the player left, however late it is reached", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    const left = () => t.socket().sent.filter((s) => s === '{"type":"leave"}').length;
    t.line.push(beginAt(0, 0));
    t.line.flush();
    t.line.leave();
    t.line.close();
    expect(left(), "on a line that is open, perhaps dead").toBe(1);
    t.hangUp(1006);
    vi.advanceTimersByTime(1000);
    t.say(welcome());
    expect(t.firsts(), "ink before it").toEqual([1]);
    expect(left()).toBe(1);
    t.hangUp(closeCodes.left.code);
    vi.advanceTimersByTime(1000);
    expect(t.sockets, "no more").toHaveLength(2);
  });

  test("leaves no seat that another page of the player has taken meanwhile", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.hangUp(1006);
    t.line.leave();
    t.line.close();
    vi.advanceTimersByTime(1000);
    expect(t.socket().at.reconnect).toBe(true);
    t.hangUp(closeCodes.replaced.code);
    vi.advanceTimersByTime(1000);
    expect(t.sockets).toHaveLength(2);
  });

  test("takes the seat when the player opens the page, not when it reconnects", () => {
    const t = setup();
    const reconnects = () => t.sockets.map(({ at }) => at.reconnect);
    t.line.open();
    t.hangUp(1006);
    vi.advanceTimersByTime(1000);
    expect(reconnects(), "before it has had the seat").toEqual([false, false]);
    t.say(welcome());
    t.line.redial();
    expect(reconnects()).toEqual([false, false, true]);
    t.hangUp(4100);
    expect(t.line.connection).toEqual({ state: "replaced" });
    t.line.open();
    expect(reconnects()).toEqual([false, false, true, false]);
  });

  test("takes its seat back from a newer page with all its pending ink", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    for (const op of [beginAt(0, 0), pointsTo(20, 20), endOp]) t.line.push(op);
    t.line.flush();
    const stream = createStream().opOfPen(1, PEN, 1, beginAt(0, 0));
    t.stream(stream.takeBytes());
    t.hangUp(4100);

    t.line.open();
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [], epoch: 1, after: 1, reconnect: false });
    t.say(welcome({ from: 1, seq: 1, n: 1 }));
    expect(t.firsts()).toEqual([2]);
  });

  test("reconnects even after the room closed it for reconnecting too often", () => {
    const t = setup();
    t.line.open();
    for (let i = 0; i < 4; i++) {
      t.hangUp(4004);
      expect(t.line.connection.state).toBe("waiting");
      vi.advanceTimersByTime(1000);
    }
    expect(t.sockets).toHaveLength(5);
    t.say(welcome());
    expect(t.line.connection).toEqual({ state: "open" });
  });

  test.each([
    [4100, { state: "replaced" }],
    [4101, { state: "over" }],
    [4102, { state: "refused", reason: "malformed" }],
    [4103, { state: "refused", reason: "too_fast" }],
    [4105, { state: "refused", reason: "left" }],
  ])("stays away after %i", (code, expected) => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.hangUp(code);
    expect(t.line.connection).toEqual(expected);
    vi.advanceTimersByTime(60_000);
    expect(t.sockets).toHaveLength(1);
  });

  test("gives the first dial its time, as the network may be slow", () => {
    const t = setup();
    t.line.open();
    vi.advanceTimersByTime(LONG_SILENCE - 1);
    expect(t.sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(t.sockets).toHaveLength(2);
    expect(t.line.connection).toMatchObject({ state: "connecting", failures: 1 });
  });

  test("fetches the stream again after a malformed frame", () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.stream(createStream().opOfPen(2, 5, 1, beginAt(0, 0)).takeBytes());
    t.stream(Uint8Array.from([0xff, 0xff]));
    expect(t.line.connection.state).toBe("waiting");

    vi.advanceTimersByTime(1000);
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [], epoch: 0, after: 0, reconnect: true });
    t.say(welcome());
    expect(t.heard.blanks).toBe(2);
    expect(t.line.seq).toBe(0);
  });

  test("sends messages only while it is open", () => {
    const t = setup();
    t.line.open();
    expect(t.line.send({ type: "go_on" })).toBe(false);
    t.say(welcome());
    expect(t.line.send({ type: "react", kind: "heart" })).toBe(true);
    expect(t.socket().sent).toEqual(['{"type":"react","kind":"heart"}']);
  });

  test("neither receives nor reconnects once closed", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.line.close();
    t.hangUp(1006);
    vi.advanceTimersByTime(60_000);
    expect(t.sockets).toHaveLength(1);
    expect(t.socket().closed).toBe(true);
  });
});

test("refused own ops are not drawn again", () => {
  const { line, heard, socket, say, stream } = setup();
  line.open();
  say(welcome({ seq: 0 }));
  for (const op of [beginAt(0, 0), endOp, beginAt(9, 9)]) line.push(op);
  line.flush();
  stream(createStream().opOfPen(1, PEN, 1, beginAt(0, 0)).takeBytes());
  say({ type: "refused", pen: PEN, n: 2, reason: "lifted" });
  socket().onclose?.call({} as WebSocket, { code: 1006 } as CloseEvent);
  line.retryNow();
  say(welcome({ epoch: 1, from: 1, seq: 1, n: 2 }));
  expect(heard.pending).toEqual([
    { n: 1, op: beginAt(0, 0) },
    { n: 3, op: beginAt(9, 9) },
  ]);
});

describe("the ink of earlier pages", () => {
  const bytes = (...ops: Op[]) => {
    const outbox = createOutbox();
    return ops.map((op) => outbox.push(op));
  };
  const stroke = [beginAt(0, 0), pointsTo(20, 20), endOp];
  /** What was sent on this socket: pens, and the first n of frames. */
  const told = (t: ReturnType<typeof setup>) =>
    t
      .socket()
      .sent.map((s) =>
        typeof s === "string"
          ? `pen ${(JSON.parse(s) as { pen: number }).pen}`
          : readUvarint(createReader(s)),
      );

  test("is sent before own ink, under its pen, from where the room has it", () => {
    const t = setup();
    t.line.open([
      { pen: 5, first: 3, ops: bytes(...stroke) },
      { pen: 6, first: 1, ops: bytes(...stroke) },
    ]);
    expect(t.socket().at).toEqual({
      pen: PEN,
      earlier: [5, 6],
      epoch: 0,
      after: 0,
      reconnect: false,
    });
    t.line.push(beginAt(9, 9));
    t.line.flush();
    t.say(
      welcome({
        earlier: [
          { pen: 5, n: 3 },
          { pen: 6, n: 0 },
        ],
        seq: 1,
      }),
    );
    expect(told(t), "the past comes first").toEqual([]);
    t.stream(createStream().opOfPen(1, 5, 3, beginAt(0, 0)).takeBytes());
    expect(told(t)).toEqual(["pen 5", 4, "pen 6", 1, `pen ${PEN}`, 1]);
    expect(t.line.hasUndurable).toBe(true);
  });

  test("stays in the outbox until it is durable, accepted or not", () => {
    const t = setup();
    const ops = bytes(...stroke);
    for (const n of [1, 2, 3]) t.saved.add(`5 ${n}`);
    t.line.open([{ pen: 5, first: 1, ops }]);
    t.say(welcome({ earlier: [{ pen: 5, n: 0 }] }));
    const stream = createStream().opOfPen(1, 5, 1, stroke[0]).op(1, stroke[1]).op(1, endOp);
    t.stream(stream.takeBytes());
    expect(t.line.hasUndurable).toBe(true);
    expect(t.saved.size).toBe(3);

    // The server dies before it is durable.
    t.hangUp(1006);
    vi.advanceTimersByTime(1000);
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [5], epoch: 1, after: 3, reconnect: true });
    t.say(welcome({ epoch: 2, earlier: [{ pen: 5, n: 0 }] }));
    expect(told(t)).toEqual(["pen 5", 1, `pen ${PEN}`]);

    const again = createStream().opOfPen(1, 5, 1, stroke[0]).op(1, stroke[1]).op(1, endOp);
    t.stream(again.durable(3).takeBytes());
    expect(t.line.hasUndurable).toBe(false);
    expect(t.saved.size).toBe(0);
    t.hangUp(1006);
    vi.advanceTimersByTime(1000);
    expect(t.socket().at.earlier).toEqual([]);
  });

  test("is deleted if the room refuses it or has lost the ops before it", () => {
    const t = setup();
    for (const name of ["5 1", "6 4"]) t.saved.add(name);
    t.line.open([
      { pen: 5, first: 1, ops: bytes({ kind: "clear" }) },
      { pen: 6, first: 4, ops: bytes({ kind: "clear" }) },
    ]);
    t.say(
      welcome({
        earlier: [
          { pen: 5, n: 0 },
          { pen: 6, n: 2 },
        ],
      }),
    );
    expect(told(t)).toEqual(["pen 5", 1, `pen ${PEN}`]);
    t.say({ type: "refused", pen: 5, n: 1, reason: "finished" });
    expect(t.heard.refused, "own ops").toEqual([]);
    expect(t.saved.size).toBe(0);
    expect(t.line.hasUndurable).toBe(false);
  });

  test("is sent, too, when the seat is taken back from a page that drew meanwhile", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.hangUp(4100);
    t.line.open([{ pen: 9, first: 1, ops: bytes(...stroke) }]);
    expect(t.socket().at.earlier).toEqual([9]);
  });

  test("never includes this page's own pen", () => {
    const t = setup();
    t.line.open([{ pen: PEN, first: 1, ops: bytes(...stroke) }]);
    expect(t.socket().at.earlier).toEqual([]);
  });
});

test("the browser stores own ink from when it is drawn until it is durable", () => {
  const t = setup();
  t.line.open();
  t.line.push(beginAt(0, 0));
  t.line.push(endOp);
  expect([...t.saved]).toEqual([`${PEN} 1`, `${PEN} 2`]);
  t.say(welcome());
  t.stream(createStream().opOfPen(1, PEN, 1, beginAt(0, 0)).op(1, endOp).takeBytes());
  expect(t.saved.size, "answered, not durable").toBe(2);
  expect(t.line.answered).toBe(true);
  expect(t.line.hasUndurable).toBe(true);
  t.stream(createStream().durable(1).takeBytes());
  expect([...t.saved]).toEqual([`${PEN} 2`]);
  t.stream(createStream().durable(1).takeBytes());
  expect(t.saved.size).toBe(0);
  expect(t.line.hasUndurable).toBe(false);
});

describe("a picture check", () => {
  const asked = (sent: (string | Uint8Array)[]) => sent.filter((s) => typeof s === "string");

  test("is answered only with the hash at the entry that it names", () => {
    const { line, heard, socket, say, stream } = setup();
    line.open();
    say(welcome({ seq: 1 }));
    say({ type: "check", seq: 0 }); // has not caught up
    stream(createStream().opOfPen(2, 9, 1, beginAt(0, 0)).takeBytes());
    say({ type: "check", seq: 1 });
    say({ type: "check", seq: 2 });
    heard.hash = "";
    say({ type: "check", seq: 1 });

    expect(asked(socket().sent)).toEqual(['{"type":"hash","seq":1,"hash":"0123456789abcdef"}']);
  });

  test("that fails makes the page fetch the stream from its start and keep its own ops", () => {
    vi.useFakeTimers();
    const { line, heard, sockets, socket, say, stream } = setup();
    line.open();
    say(welcome({ seq: 1 }));
    stream(createStream().opOfPen(2, 9, 1, beginAt(0, 0)).takeBytes());
    line.push(beginAt(5, 5));
    line.flush();
    say({ type: "start_over" });
    vi.advanceTimersByTime(1000);

    expect(sockets.length).toBe(2);
    expect(socket().at).toEqual({ pen: PEN, earlier: [], epoch: 0, after: 0, reconnect: true });
    say(welcome({ seq: 1 }));
    stream(createStream().opOfPen(2, 9, 1, beginAt(0, 0)).takeBytes());
    expect(heard.blanks).toBe(2);
    expect(line.pendingOps()).toEqual([{ n: 1, op: beginAt(5, 5) }]);
    vi.useRealTimers();
  });

  test("reports that the game could not be ended yet", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.say({ type: "not_now", request: "end", reason: "coming_back" });
    expect(t.heard.notNow).toBe(1);
    expect(t.line.connection.state).toBe("open");
  });
});

describe("a second socket beside the first", () => {
  /** The welcomes of these tests take no time. */
  const HUNG_DIAL = hungAfter(0);

  /** A line that is open and has caught up. */
  function openLine(state: RoomState, deps = {}) {
    const t = setup(deps);
    t.line.open();
    t.say(welcome({ state }));
    const [first] = t.sockets;
    return { ...t, first };
  }
  const partnerDraws = () => createStream().opOfPen(2, 5, 1, beginAt(0, 0));

  test.each([
    ["the clock runs", running, SILENCE],
    ["the clock stands", state, LONG_SILENCE],
  ])("is dialled when the room is silent while %s", (_, state, silence) => {
    const t = openLine(state);
    vi.advanceTimersByTime(silence - 1);
    t.say({ type: "beat" });
    vi.advanceTimersByTime(silence - 1);
    t.stream(partnerDraws().takeBytes());
    vi.advanceTimersByTime(silence - 1);
    expect(t.sockets).toHaveLength(1);

    vi.advanceTimersByTime(1);
    expect(t.sockets).toHaveLength(2);
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [], epoch: 1, after: 1, reconnect: true });
    expect(t.first.closed, "it may come back").toBe(false);
    expect(t.line.connection, "the clock stands").toMatchObject({
      state: "connecting",
      failures: 0,
    });

    t.say(welcome({ from: 1, seq: 1, state }));
    expect(t.first.closed).toBe(true);
    expect(t.line.connection).toEqual({ state: "open" });
    t.hangUp(closeCodes.resume.code, t.first);
    t.say({ type: "beat" }, t.first);
    expect(t.line.connection, "the first does not matter any more").toEqual({ state: "open" });
    expect(t.heard.blanks).toBe(1);
  });

  test("goes on when the room closes the first before the second is welcomed", () => {
    const t = openLine(running);
    vi.advanceTimersByTime(SILENCE);
    t.hangUp(closeCodes.resume.code, t.first);
    expect(t.line.connection).toMatchObject({ state: "connecting", failures: 0 });
    t.say(welcome());
    expect(t.line.connection).toEqual({ state: "open" });
    expect(t.sockets).toHaveLength(2);
  });

  test("ends the line when another page has the seat", () => {
    const t = openLine(running);
    vi.advanceTimersByTime(SILENCE);
    t.hangUp(closeCodes.replaced.code);
    expect(t.line.connection).toEqual({ state: "replaced" });
    expect(t.first.closed).toBe(true);
  });

  test.each([
    ["runs", running, 2],
    ["stands", state, 1],
  ])("is dialled when ink is answered late and the clock runs, here it %s", (_, state, dialled) => {
    const t = openLine(state);
    t.line.push(beginAt(0, 0));
    t.line.flush();
    vi.advanceTimersByTime(LATE_ANSWER / 2);
    t.say({ type: "beat" }); // only the way up is dead
    t.line.push(endOp);
    t.line.flush();
    vi.advanceTimersByTime(LATE_ANSWER / 2);
    expect(t.sockets).toHaveLength(dialled);
  });

  test("is not dialled while answers come, or refusals", () => {
    const t = openLine(running);
    for (const op of [beginAt(0, 0), pointsTo(20, 20), endOp]) t.line.push(op);
    t.line.flush();
    const stream = createStream().opOfPen(1, PEN, 1, beginAt(0, 0));
    vi.advanceTimersByTime(LATE_ANSWER - 1);
    t.stream(stream.takeBytes());
    vi.advanceTimersByTime(LATE_ANSWER - 1);
    t.say({ type: "refused", pen: PEN, n: 2, reason: "lifted" });
    vi.advanceTimersByTime(LATE_ANSWER - 1);
    t.say({ type: "refused", pen: PEN, n: 3, reason: "lifted" });
    vi.advanceTimersByTime(LATE_ANSWER);
    expect(t.sockets).toHaveLength(1);
  });

  test("gives ink more time to be answered with each dial, until all is", () => {
    const t = openLine(running);
    t.line.push(beginAt(0, 0));
    t.line.flush();
    const late = () => {
      const dialled = t.sockets.length;
      let ms = 0;
      for (; t.sockets.length === dialled && ms < 30_000; ms += 500) {
        if (ms % 1500 === 0) t.say({ type: "beat" });
        vi.advanceTimersByTime(500);
      }
      t.say(welcome({ state: running }));
      expect(t.firsts(), "sent again").toEqual([1]);
      return ms;
    };
    expect([late(), late(), late()]).toEqual([2000, 4000, 8000]);
    t.stream(createStream().opOfPen(1, PEN, 1, beginAt(0, 0)).takeBytes());
    t.line.push(endOp);
    t.line.flush();
    vi.advanceTimersByTime(LATE_ANSWER);
    expect(t.sockets).toHaveLength(5);
  });

  test("is replaced when it hangs, while the first line is kept", () => {
    const t = openLine(running);
    vi.advanceTimersByTime(SILENCE + HUNG_DIAL);
    expect(t.sockets.map(({ closed }) => closed)).toEqual([false, true, false]);
    expect(t.line.connection).toMatchObject({ state: "connecting", failures: 1 });
    t.line.push(beginAt(0, 0));
    t.line.flush();
    vi.advanceTimersByTime(HUNG_DIAL);
    expect(t.sockets).toHaveLength(4);

    // Another node has taken the room over.
    t.say(welcome({ epoch: 2, state: running }));
    expect(t.sockets.map(({ closed }) => closed)).toEqual([true, true, true, false]);
    expect(t.firsts()).toEqual([1]);
  });

  test("is given its time once no takeover takes so long, and each time more, as the network may be slow", () => {
    const t = openLine(running);
    const dials: number[] = [];
    for (let ms = 0; ms < 70_000; ms += 500) {
      if (t.sockets.length > dials.length) dials.push(ms);
      vi.advanceTimersByTime(500);
    }
    const lived = dials.map((ms, i) => ms - dials[i - 1]).slice(1);
    expect(lived).toEqual([SILENCE, ...Array(5).fill(HUNG_DIAL), 5000, 10_000, 20_000, 20_000]);
  });

  test("is replaced less soon where welcomes take long", () => {
    const t = setup();
    t.line.open();
    vi.advanceTimersByTime(400);
    t.say(welcome({ state: running }));
    vi.advanceTimersByTime(SILENCE + 1599);
    expect(t.sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(t.sockets).toHaveLength(3);
    expect([0, 400, 5000].map(hungAfter)).toEqual([1000, 1600, 2000]);
  });

  /** Another node has the room this long after its owner died, in ms. */
  const TAKEOVER = 4000;

  test.each(["hang", "fail"])(
    "has the page back in play within 5 s of its node's death, even if all dials before %s",
    (dials) => {
      for (let silentFor = 0; silentFor < 1500; silentFor += 50) {
        for (const random of [0, 0.999]) {
          for (const closed of [true, false]) {
            const t = openLine(running, { random: () => random });
            vi.advanceTimersByTime(silentFor);
            const diedAt = performance.now();
            if (closed) t.hangUp(1006);
            const since = () => performance.now() - diedAt;
            let dialled = t.socket();
            while (t.line.connection.state !== "open" || dialled === t.first) {
              vi.advanceTimersByTime(10);
              expect(since()).toBeLessThanOrEqual(5000);
              if (t.socket() === dialled) continue;
              dialled = t.socket();
              if (since() >= TAKEOVER) t.say(welcome({ epoch: 2 }));
              else if (dials === "fail") t.hangUp(1006);
            }
            t.line.close();
          }
        }
      }
    },
  );

  test("is not wanted any more once the first has come back", () => {
    const t = openLine(running);
    vi.advanceTimersByTime(SILENCE + HUNG_DIAL);
    t.line.push(beginAt(0, 0));
    t.line.flush();
    expect(t.first.sent).toEqual([]);
    t.stream(partnerDraws().takeBytes(), t.first);
    expect(t.line.connection).toEqual({ state: "open" });
    expect(t.first.sent, "ink that has waited").toHaveLength(1);
    t.hangUp(1006);
    vi.advanceTimersByTime(1000);
    expect(t.line.connection).toEqual({ state: "open" });
    expect(t.sockets).toHaveLength(3);
  });

  test("may still win after the first came back and fell silent again", () => {
    const t = openLine(running);
    vi.advanceTimersByTime(SILENCE + 5 * HUNG_DIAL); // the dial now has its time
    t.say({ type: "beat" }, t.first);
    expect(t.line.connection).toEqual({ state: "open" });
    vi.advanceTimersByTime(SILENCE);
    expect(t.line.connection.state, "the clock stands").toBe("connecting");
    expect(t.sockets).toHaveLength(7);
    t.say(welcome({ state: running }));
    expect(t.line.connection).toEqual({ state: "open" });
    expect(t.first.closed).toBe(true);
  });

  test("repeats nothing that the first has brought meanwhile", () => {
    const t = openLine(running);
    vi.advanceTimersByTime(SILENCE);
    expect(t.socket().at.after).toBe(0);
    const ops = () => partnerDraws().op(2, pointsTo(20, 20));
    t.stream(ops().takeBytes(), t.first);
    t.say(welcome({ seq: 3, state: running }));
    t.stream(ops().op(2, endOp).takeBytes());
    expect(t.heard.entries.map((e) => e.kind === "op" && e.seq)).toEqual([1, 2, 3]);
    expect(t.heard.entries[2]).toMatchObject({ pen: 5, n: 3 });
    expect(t.heard.blanks).toBe(1);
  });

  test("takes longer to be dialled after each that is too slow to catch up", () => {
    const t = openLine(running);
    const lived: number[] = [];
    for (let i = 0; i < 5; i++) {
      const dialled = t.sockets.length;
      let ms = 0;
      for (; t.sockets.length === dialled && ms < 60_000; ms += 500) vi.advanceTimersByTime(500);
      lived.push(ms);
      t.say(welcome({ seq: 9, state: running }));
    }
    expect(lived).toEqual([SILENCE, 5000, 10_000, 20_000, 20_000]);
    t.line.redial();
    t.say(welcome({ state: running }));
    const dialled = t.sockets.length;
    vi.advanceTimersByTime(SILENCE);
    expect(t.sockets, "one has caught up").toHaveLength(dialled + 1);
  });

  test("is dialled when the network has changed, and again if it fails before the room speaks", () => {
    const t = setup();
    t.line.open();
    t.line.redial();
    expect(t.sockets, "nothing to dial beside").toHaveLength(1);
    t.say(welcome());
    t.line.redial();
    t.line.redial();
    expect(t.sockets).toHaveLength(2);
    t.hangUp(1006);
    expect(t.line.connection).toMatchObject({ state: "waiting", failures: 1 });
    vi.advanceTimersByTime(1000);
    expect(t.sockets).toHaveLength(3);
    t.say({ type: "beat" }, t.sockets[0]);
    t.hangUp(1006);
    expect(t.line.connection).toEqual({ state: "open" });
  });

  test("waits for messages to be read after the page slept, was busy or hidden", () => {
    let now = 0;
    const t = openLine(running, { now: () => now });
    now += 60_000; // its timers do not run meanwhile
    vi.advanceTimersByTime(SILENCE);
    expect(t.sockets).toHaveLength(1);
    t.say({ type: "beat" });

    now += 60_000;
    vi.advanceTimersByTime(SILENCE);
    now += 60_000;
    vi.advanceTimersByTime(BEAT);
    expect(t.sockets, "a second late timer is believed").toHaveLength(2);
  });

  test("is dialled when the page is shown again, if the room was silent for too long", () => {
    const t = openLine(running);
    vi.setSystemTime(Date.now() + 3000);
    t.line.redialIfSilent();
    expect(t.sockets).toHaveLength(1);
    vi.setSystemTime(Date.now() + 1000);
    t.line.redialIfSilent();
    expect(t.sockets).toHaveLength(2);
  });
});

describe("where sockets are blocked", () => {
  /** Makes this many sockets in a row fail. */
  async function fail(t: ReturnType<typeof setup>, times: number) {
    for (let i = 0; i < times; i++) {
      t.hangUp(1006);
      await vi.advanceTimersByTimeAsync(2000);
    }
  }

  test("the line reports it once plain requests succeeded three times in a row, for five seconds", async () => {
    const t = setup({ isReachable: async () => true });
    t.line.open();
    await fail(t, 3);
    expect(t.line.connection, "a node may be dead").not.toHaveProperty("blocked");
    await fail(t, 1);
    expect(t.line.connection).toMatchObject({ failures: 4, away: true, blocked: true });
    await fail(t, 1); // it goes on trying
    expect(t.line.connection).toMatchObject({ failures: 5, blocked: true });
    t.say(welcome());
    expect(t.line.connection).toEqual({ state: "open" });
    await fail(t, 1);
    expect(t.line.connection).not.toHaveProperty("blocked");
  });

  test("a server that is away, or just back, does not count as blocked", async () => {
    let away = true;
    const t = setup({ isReachable: async () => !away });
    t.line.open();
    await fail(t, 9);
    away = false;
    await fail(t, 2);
    away = true;
    await fail(t, 1);
    away = false;
    await fail(t, 2);
    expect(t.line.connection).not.toHaveProperty("blocked");
  });

  test("an answer that arrives once the line is open is ignored", async () => {
    const answers: ((reached: boolean) => void)[] = [];
    const t = setup({ isReachable: () => new Promise((resolve) => answers.push(resolve)) });
    t.line.open();
    await fail(t, 3);
    t.say(welcome());
    for (const answer of answers) answer(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(t.line.connection).toEqual({ state: "open" });
  });
});
