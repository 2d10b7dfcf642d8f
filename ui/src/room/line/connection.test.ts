import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createReader, readUvarint } from "../../ink/bytes";
import type { Op } from "../../ink/op";
import {
  type Attach,
  type Connection,
  createLine,
  type Means,
  SILENCE,
  type Socket,
} from "./connection";
import type { Entry } from "./entry";
import { createOutbox } from "./outbox";
import type { RoomState, Welcome } from "./state";
import { beginAt, createStream, end, pointsTo } from "./stream.fixture";

const state = { phase: "round", round: 1 } as RoomState;
const PEN = 77;

function welcome(some: Partial<Welcome> = {}): Welcome {
  return { type: "welcome", epoch: 1, from: 0, seq: 0, durable: 0, you: 1, n: 0, state, ...some };
}

type FakeSocket = Socket & { at: Attach; sent: (string | Uint8Array)[]; closed: boolean };

/** A line whose sockets a test plays the room for. */
function setup({ reaches, now = () => 0 }: Pick<Means, "reaches" | "now"> = {}) {
  const sockets: FakeSocket[] = [];
  /** The names of the ops that the browser keeps. */
  const saved = new Set<string>();
  const heard = {
    connection: [] as Connection[],
    entries: [] as Entry[],
    refused: [] as number[],
    notNow: 0,
    blanks: 0,
    caughtUp: 0,
    kept: [] as { n: number; op: Op }[],
    hash: "0123456789abcdef",
  };
  const line = createLine(
    {
      connection: (c) => heard.connection.push(c),
      welcome: () => {},
      state: () => {},
      blank: () => heard.blanks++,
      entries: (e) => heard.entries.push(...e),
      caughtUp(kept) {
        heard.caughtUp++;
        heard.kept = kept;
      },
      refused: (n) => heard.refused.push(n),
      notNow: () => heard.notNow++,
      hash: () => heard.hash,
    },
    {
      pen: PEN,
      reaches,
      random: () => 0,
      now,
      ink: {
        save: (pen, n) => saved.add(`${pen} ${n}`),
        letGo(pen, upTo = Number.POSITIVE_INFINITY) {
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
    say(message: object) {
      socket().onmessage?.call({} as WebSocket, { data: JSON.stringify(message) } as MessageEvent);
    },
    stream(bytes: Uint8Array<ArrayBuffer>) {
      socket().onmessage?.call({} as WebSocket, { data: bytes.buffer } as MessageEvent);
    },
    hangUp(code: number) {
      socket().onclose?.call({} as WebSocket, { code } as CloseEvent);
    },
    /** First n of each ink frame that went up on this socket. */
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
  test("holds ink back until the room has welcomed the page, then sends it in one batch", () => {
    const t = setup();
    t.line.open();
    t.line.push(beginAt(0, 0));
    t.line.push(pointsTo(20, 20));
    t.line.flush();
    expect(t.socket().sent).toEqual([]);

    t.say(welcome());
    expect(t.firsts()).toEqual([1]);
    expect(t.line.connection).toEqual({ state: "open" });

    t.line.push(end);
    t.line.flush();
    t.line.flush();
    expect(t.firsts()).toEqual([1, 3]);
  });

  test("comes back with what it has, and sends again what the room did not take", () => {
    const t = setup();
    t.line.open();
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [], epoch: 0, after: 0 });
    t.say(welcome());
    for (const op of [beginAt(0, 0), pointsTo(20, 20), end]) t.line.push(op);
    t.line.flush();
    const stream = createStream();
    t.stream(stream.opOf(1, PEN, 1, beginAt(0, 0)).take());

    t.hangUp(1006);
    expect(t.line.connection).toEqual({
      state: "waiting",
      until: 125,
      failures: 1,
      restarting: false,
    });
    vi.advanceTimersByTime(125);
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [], epoch: 1, after: 1 });
    t.say(welcome({ from: 1, seq: 2, n: 2 }));
    expect(t.firsts()).toEqual([]);
    t.stream(stream.op(1, pointsTo(20, 20)).take());

    expect(t.heard.caughtUp).toBe(2);
    expect(t.firsts()).toEqual([3]);
    expect(t.heard.entries.map((e) => e.kind === "op" && e.seq)).toEqual([1, 2]);
    expect(t.heard.blanks).toBe(1);
  });

  test("lets go of ops once they are durable", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.line.push(beginAt(0, 0));
    t.line.push(end);
    t.line.flush();
    expect(t.line.answered).toBe(false);

    t.stream(createStream().opOf(1, PEN, 1, beginAt(0, 0)).op(1, end).durable(1).take());

    expect(t.line.answered).toBe(true);
    expect(t.line.durable).toBe(1);
    expect(t.line.kept()).toEqual([{ n: 2, op: end }]);
  });

  test("on a new epoch starts from blank and sends all again that was not durable", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    for (const op of [beginAt(0, 0), pointsTo(20, 20), end]) t.line.push(op);
    t.line.flush();
    const first = createStream().opOf(1, PEN, 1, beginAt(0, 0));
    t.stream(first.op(1, pointsTo(20, 20)).op(1, end).durable(1).take());

    t.hangUp(4001);
    vi.advanceTimersByTime(1000);
    t.say(welcome({ epoch: 2, from: 0, seq: 1, durable: 1, n: 1 }));
    expect(t.heard.blanks).toBe(2);
    t.stream(createStream().opOf(1, PEN, 1, beginAt(0, 0)).take());

    expect(t.firsts()).toEqual([2]);
    expect(t.line.kept().map((k) => k.n)).toEqual([2, 3]);
    expect(t.line.seq).toBe(1);
  });

  test("tells of an op that was refused, also when the telling got lost with the socket", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    for (const op of [beginAt(0, 0), end, beginAt(8, 8), end]) t.line.push(op);
    t.line.flush();
    t.say({ type: "refused", pen: PEN, n: 1, reason: "finished" });
    t.hangUp(1006);
    vi.advanceTimersByTime(1000);
    t.say(welcome({ from: 0, seq: 0, n: 3 }));

    expect(t.heard.refused).toEqual([1, 2, 3]);
    expect(t.firsts()).toEqual([4]);
  });

  test("waits longer with each failure, up to a bound, and starts afresh after a welcome", () => {
    const t = setup();
    t.line.open();
    const waits = () => t.heard.connection.flatMap((c) => (c.state === "waiting" ? [c.until] : []));
    for (let i = 0; i < 7; i++) {
      t.hangUp(1006);
      vi.advanceTimersByTime(5000);
    }
    expect(waits()).toEqual([125, 250, 500, 1000, 1000, 1000, 1000]);

    t.say(welcome());
    t.hangUp(1001);
    expect(waits().at(-1)).toBe(125);
  });

  test("does not wait on when the network comes back", () => {
    const t = setup();
    t.line.open();
    t.hangUp(1006);
    t.line.hurry();
    expect(t.sockets).toHaveLength(2);
    vi.advanceTimersByTime(SILENCE - 1);
    expect(t.sockets).toHaveLength(2);
  });

  test("remembers until it is back that the server said it is starting again", () => {
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

  test("dials anew when the open socket is in doubt, and hears nothing more of it", () => {
    const t = setup();
    t.line.open();
    t.line.doubt();
    expect(t.sockets).toHaveLength(1);
    t.say(welcome());
    t.stream(createStream().opOf(2, 5, 1, beginAt(0, 0)).take());

    t.line.doubt();
    expect(t.sockets).toHaveLength(2);
    expect(t.sockets[0].closed).toBe(true);
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [], epoch: 1, after: 1 });
    t.sockets[0].onclose?.call({} as WebSocket, { code: 4100 } as CloseEvent);
    t.say(welcome({ from: 1, seq: 1 }));
    expect(t.line.connection).toEqual({ state: "open" });
    expect(t.heard.blanks).toBe(1);
  });

  test("gives up a socket that has gone mute, although nothing was asked of it", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    vi.advanceTimersByTime(SILENCE - 1);
    t.say({ type: "beat" });
    vi.advanceTimersByTime(SILENCE - 1);
    t.stream(createStream().opOf(2, 5, 1, beginAt(0, 0)).take());
    vi.advanceTimersByTime(SILENCE - 1);
    expect(t.line.connection.state).toBe("open");

    vi.advanceTimersByTime(1);
    expect(t.line.connection.state).toBe("waiting");
    expect(t.socket().closed).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [], epoch: 1, after: 1 });
  });

  test("is more patient with each line that is too slow for the past, until one has caught up", () => {
    const t = setup();
    t.line.open();
    const died = () => t.line.connection.state === "waiting";
    const lived: number[] = [];
    for (let i = 0; i < 4; i++) {
      t.say(welcome({ seq: 9 }));
      let ms = 0;
      for (; !died(); ms += 100) vi.advanceTimersByTime(100);
      lived.push(ms);
      t.line.hurry();
    }
    expect(lived).toEqual([SILENCE, 2 * SILENCE, 4 * SILENCE, 4 * SILENCE]);

    t.say(welcome());
    vi.advanceTimersByTime(SILENCE);
    expect(died()).toBe(true);
  });

  test("first hears what waits for a page that slept, was busy or out of sight", () => {
    let now = 0;
    const t = setup({ now: () => now });
    t.line.open();
    t.say(welcome());
    now += 60_000; // its timers do not run meanwhile
    vi.advanceTimersByTime(SILENCE);
    expect(t.line.connection.state).toBe("open");
    t.say({ type: "beat" });

    now += 60_000;
    vi.advanceTimersByTime(SILENCE);
    now += 60_000;
    vi.advanceTimersByTime(SILENCE);
    expect(t.sockets, "a second late timer is believed").toHaveLength(2);
  });

  test("looked at again, dials anew only if the room has been silent for longer than it ever is", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    vi.setSystemTime(Date.now() + 3000);
    t.line.look();
    expect(t.sockets).toHaveLength(1);
    vi.setSystemTime(Date.now() + 3000);
    t.line.look();
    expect(t.sockets).toHaveLength(2);
  });

  test("takes its seat back from a newer page with all the ink that was under way", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    for (const op of [beginAt(0, 0), pointsTo(20, 20), end]) t.line.push(op);
    t.line.flush();
    const stream = createStream().opOf(1, PEN, 1, beginAt(0, 0));
    t.stream(stream.take());
    t.hangUp(4100);

    t.line.open();
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [], epoch: 1, after: 1 });
    t.say(welcome({ from: 1, seq: 1, n: 1 }));
    expect(t.firsts()).toEqual([2]);
  });

  test("comes back although its line dropped too often for the room", () => {
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

  test("gives up a socket that answers nothing after ink went out", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.line.push(beginAt(0, 0));
    t.line.flush();
    vi.advanceTimersByTime(SILENCE - 1);
    expect(t.line.connection.state).toBe("open");
    vi.advanceTimersByTime(1);
    expect(t.line.connection.state).toBe("waiting");
    expect(t.socket().closed).toBe(true);
  });

  test("gives up a socket that never welcomes", () => {
    const t = setup();
    t.line.open();
    vi.advanceTimersByTime(SILENCE);
    expect(t.line.connection.state).toBe("waiting");
  });

  test("fetches the stream anew when a frame makes no sense", () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.stream(createStream().opOf(2, 5, 1, beginAt(0, 0)).take());
    t.stream(Uint8Array.from([0xff, 0xff]));
    expect(t.line.connection.state).toBe("waiting");

    vi.advanceTimersByTime(1000);
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [], epoch: 0, after: 0 });
    t.say(welcome());
    expect(t.heard.blanks).toBe(2);
    expect(t.line.seq).toBe(0);
  });

  test("asks only while it is open", () => {
    const t = setup();
    t.line.open();
    expect(t.line.ask({ type: "go_on" })).toBe(false);
    t.say(welcome());
    expect(t.line.ask({ type: "react", kind: "heart" })).toBe(true);
    expect(t.socket().sent).toEqual(['{"type":"react","kind":"heart"}']);
  });

  test("closed for good, it neither hears nor comes back", () => {
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

test("own ops that the room refused are not among those to be drawn again", () => {
  const { line, heard, socket, say, stream } = setup();
  line.open();
  say(welcome({ seq: 0 }));
  for (const op of [beginAt(0, 0), end, beginAt(9, 9)]) line.push(op);
  line.flush();
  stream(createStream().opOf(1, PEN, 1, beginAt(0, 0)).take());
  say({ type: "refused", pen: PEN, n: 2, reason: "lifted" });
  socket().onclose?.call({} as WebSocket, { code: 1006 } as CloseEvent);
  line.hurry();
  say(welcome({ epoch: 1, from: 1, seq: 1, n: 2 }));
  expect(heard.kept).toEqual([
    { n: 1, op: beginAt(0, 0) },
    { n: 3, op: beginAt(9, 9) },
  ]);
});

describe("what pages before this one left", () => {
  const bytes = (...ops: Op[]) => {
    const outbox = createOutbox();
    return ops.map((op) => outbox.push(op));
  };
  const stroke = [beginAt(0, 0), pointsTo(20, 20), end];
  /** What went up on this socket: pens, and the first n of frames. */
  const told = (t: ReturnType<typeof setup>) =>
    t
      .socket()
      .sent.map((s) =>
        typeof s === "string"
          ? `pen ${(JSON.parse(s) as { pen: number }).pen}`
          : readUvarint(createReader(s)),
      );

  test("goes out before own ink, each under its pen, from where the room has it", () => {
    const t = setup();
    t.line.open([
      { pen: 5, first: 3, ops: bytes(...stroke) },
      { pen: 6, first: 1, ops: bytes(...stroke) },
    ]);
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [5, 6], epoch: 0, after: 0 });
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
    t.stream(createStream().opOf(1, 5, 3, beginAt(0, 0)).take());
    expect(told(t)).toEqual(["pen 5", 4, "pen 6", 1, `pen ${PEN}`, 1]);
    expect(t.line.undurable).toBe(true);
  });

  test("is kept until it is durable, answered or not", () => {
    const t = setup();
    const ops = bytes(...stroke);
    for (const n of [1, 2, 3]) t.saved.add(`5 ${n}`);
    t.line.open([{ pen: 5, first: 1, ops }]);
    t.say(welcome({ earlier: [{ pen: 5, n: 0 }] }));
    const stream = createStream().opOf(1, 5, 1, stroke[0]).op(1, stroke[1]).op(1, end);
    t.stream(stream.take());
    expect(t.line.undurable).toBe(true);
    expect(t.saved.size).toBe(3);

    // The server dies before it is.
    t.hangUp(1006);
    vi.advanceTimersByTime(1000);
    expect(t.socket().at).toEqual({ pen: PEN, earlier: [5], epoch: 1, after: 3 });
    t.say(welcome({ epoch: 2, earlier: [{ pen: 5, n: 0 }] }));
    expect(told(t)).toEqual(["pen 5", 1, `pen ${PEN}`]);

    const again = createStream().opOf(1, 5, 1, stroke[0]).op(1, stroke[1]).op(1, end);
    t.stream(again.durable(3).take());
    expect(t.line.undurable).toBe(false);
    expect(t.saved.size).toBe(0);
    t.hangUp(1006);
    vi.advanceTimersByTime(1000);
    expect(t.socket().at.earlier).toEqual([]);
  });

  test("is let go of where the room refuses it, or no longer has what came before", () => {
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
    expect(t.line.undurable).toBe(false);
  });

  test("comes along, too, when the seat is taken back from a page that drew meanwhile", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.hangUp(4100);
    t.line.open([{ pen: 9, first: 1, ops: bytes(...stroke) }]);
    expect(t.socket().at.earlier).toEqual([9]);
  });

  test("never doubles the pen of this page itself", () => {
    const t = setup();
    t.line.open([{ pen: PEN, first: 1, ops: bytes(...stroke) }]);
    expect(t.socket().at.earlier).toEqual([]);
  });
});

test("own ink is kept by the browser from when it is drawn until it is durable", () => {
  const t = setup();
  t.line.open();
  t.line.push(beginAt(0, 0));
  t.line.push(end);
  expect([...t.saved]).toEqual([`${PEN} 1`, `${PEN} 2`]);
  t.say(welcome());
  t.stream(createStream().opOf(1, PEN, 1, beginAt(0, 0)).op(1, end).take());
  expect(t.saved.size, "answered, not durable").toBe(2);
  expect(t.line.answered).toBe(true);
  expect(t.line.undurable).toBe(true);
  t.stream(createStream().durable(1).take());
  expect([...t.saved]).toEqual([`${PEN} 2`]);
  t.stream(createStream().durable(1).take());
  expect(t.saved.size).toBe(0);
  expect(t.line.undurable).toBe(false);
});

describe("a comparison of pictures", () => {
  const asked = (sent: (string | Uint8Array)[]) => sent.filter((s) => typeof s === "string");

  test("is answered with the hash at the entry that it names, and only there", () => {
    const { line, heard, socket, say, stream } = setup();
    line.open();
    say(welcome({ seq: 1 }));
    say({ type: "check", seq: 0 }); // has not caught up
    stream(createStream().opOf(2, 9, 1, beginAt(0, 0)).take());
    say({ type: "check", seq: 1 });
    say({ type: "check", seq: 2 });
    heard.hash = "";
    say({ type: "check", seq: 1 });

    expect(asked(socket().sent)).toEqual(['{"type":"hash","seq":1,"hash":"0123456789abcdef"}']);
  });

  test("that failed sends the page back to the start of the stream, its own ops kept", () => {
    vi.useFakeTimers();
    const { line, heard, sockets, socket, say, stream } = setup();
    line.open();
    say(welcome({ seq: 1 }));
    stream(createStream().opOf(2, 9, 1, beginAt(0, 0)).take());
    line.push(beginAt(5, 5));
    line.flush();
    say({ type: "afresh" });
    vi.advanceTimersByTime(SILENCE / 2);

    expect(sockets.length).toBe(2);
    expect(socket().at).toEqual({ pen: PEN, earlier: [], epoch: 0, after: 0 });
    say(welcome({ seq: 1 }));
    stream(createStream().opOf(2, 9, 1, beginAt(0, 0)).take());
    expect(heard.blanks).toBe(2);
    expect(line.kept()).toEqual([{ n: 1, op: beginAt(5, 5) }]);
    vi.useRealTimers();
  });

  test("says that the game could not be ended yet", () => {
    const t = setup();
    t.line.open();
    t.say(welcome());
    t.say({ type: "not_now", request: "end", reason: "coming_back" });
    expect(t.heard.notNow).toBe(1);
    expect(t.line.connection.state).toBe("open");
  });
});

describe("where sockets do not get through", () => {
  /** Has so many sockets in a row fail. */
  async function fail(t: ReturnType<typeof setup>, times: number) {
    for (let i = 0; i < times; i++) {
      t.hangUp(1006);
      await vi.advanceTimersByTimeAsync(2000);
    }
  }

  test("the line says so once plain requests got through three times in a row", async () => {
    const t = setup({ reaches: async () => true });
    t.line.open();
    await fail(t, 2);
    expect(t.line.connection).not.toHaveProperty("blocked");
    await fail(t, 1);
    expect(t.line.connection).toMatchObject({ failures: 3, blocked: true });
    await fail(t, 1); // it goes on trying
    expect(t.line.connection).toMatchObject({ failures: 4, blocked: true });
    t.say(welcome());
    expect(t.line.connection).toEqual({ state: "open" });
    await fail(t, 1);
    expect(t.line.connection).not.toHaveProperty("blocked");
  });

  test("a server that is away, or is back just now, is no obstacle", async () => {
    let away = true;
    const t = setup({ reaches: async () => !away });
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

  test("an answer that comes when the line is open again says nothing", async () => {
    const answers: ((reached: boolean) => void)[] = [];
    const t = setup({ reaches: () => new Promise((resolve) => answers.push(resolve)) });
    t.line.open();
    await fail(t, 3);
    t.say(welcome());
    for (const answer of answers) answer(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(t.line.connection).toEqual({ state: "open" });
  });
});
