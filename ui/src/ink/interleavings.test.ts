/**
 * Games of two hands at once, drawn by a page whose own hand is one of them: its ops are on the
 * screen ahead of their echo, some are refused, the line breaks, the stream starts over. The picture
 * must be that of the server, which drew them in Go. `make converge` generates many.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createReader } from "./bytes";
import { type Canvas, createCanvas, type Seat } from "./canvas";
import { randomInt, seeded, wildStroke } from "./hand.fixture";
import { createCursor, decodeOp, type Id, type Op } from "./op";
import { fromHex } from "./palette";

type Case = {
  name: string;
  width: number;
  height: number;
  paper: string;
  ops: { seat: Seat; hex?: string; lift?: boolean }[] | null;
  hash: string;
};

/** An entry of the stream. */
type Entry = { seat: Seat; id: Id; op: Op } | { seat: Seat; op: "lift" };

const PEN = 77;

/** A number of an op that never comes. */
const NEVER = 1_000_000;

function cases(): Case[] {
  const { CASES } = process.env;
  if (CASES) {
    const lines = readFileSync(CASES, "utf8").trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as Case);
  }
  const golden = new URL("../../../room/ink/testdata/golden.json", import.meta.url);
  const all = JSON.parse(readFileSync(golden, "utf8")).cases as Case[];
  return all.filter(({ name, width }) => width < 2048 && /undo|clear|fill|anything/.test(name));
}

function entriesOf({ ops }: Case): Entry[] {
  const cursors = { 1: createCursor(), 2: createCursor() };
  const last = { 1: 0, 2: 0 };
  return (ops ?? []).flatMap(({ seat, hex, lift }): Entry[] => {
    if (lift) {
      cursors[seat].open = false;
      return [{ seat, op: "lift" }];
    }
    const r = createReader(Uint8Array.from(Buffer.from(hex ?? "", "hex")));
    const some: Entry[] = [];
    while (r.at < r.bytes.length) {
      const op = decodeOp(r, cursors[seat]);
      some.push({ seat, id: { pen: seat, n: ++last[seat] }, op });
    }
    return some;
  });
}

/** What the page's own hand does: what the server takes, and between that what it refuses. */
type Own = { n: number; op: Op; refused: boolean };

/** Gives the entries of a seat to the page's pen, with refused ops in between, which use up numbers. */
function seatOf(me: Seat, entries: readonly Entry[], random: () => number) {
  const own: Own[] = [];
  const stream: Entry[] = [];
  /** The new numbers of ops, by their old ones. */
  const renumbered = new Map<number, number>();
  let open = false;
  const refuse = (...ops: Op[]): void => {
    for (const op of ops) own.push({ n: own.length + 1, op, refused: true });
  };
  for (const entry of entries) {
    if (entry.seat !== me) {
      stream.push(entry);
      continue;
    }
    if (entry.op === "lift") {
      // The hand may not have heard of it yet.
      if (open && random() < 0.5) {
        const points = [randomInt(random, 0, 500), randomInt(random, 0, 400)];
        refuse({ kind: "points", step: 9, points, pressure: 0 }, { kind: "end" });
      }
      open = false;
      stream.push(entry);
      continue;
    }
    if (!open && random() < 0.1) refuse({ kind: "clear" });
    if (!open && random() < 0.1) refuse(...wildStroke(random));
    if (!open && random() < 0.1 && own.length > 0) {
      refuse({ kind: "undo", target: { pen: 0, n: randomInt(random, 1, own.length) } });
    }
    let { op } = entry;
    open = op.kind === "begin" || op.kind === "points";
    const n = own.length + 1;
    renumbered.set(entry.id.n, n);
    if ((op.kind === "undo" || op.kind === "redo") && (op.target.pen === 0 || op.target.pen === me))
      op = {
        ...op,
        target: { pen: op.target.pen && PEN, n: renumbered.get(op.target.n) ?? NEVER },
      };
    own.push({ n, op, refused: false });
    stream.push({ seat: me, id: { pen: PEN, n }, op });
  }
  return { own, stream };
}

/** Plays a case on the page of one seat. */
function play(it: Case, me: Seat, random: () => number): Canvas {
  const { own, stream } = seatOf(me, entriesOf(it), random);
  const all = { x: 0, y: 0, width: it.width, height: it.height };
  const blank = (): Canvas => createCanvas(it.width, it.height, fromHex(it.paper));
  let canvas = blank();
  let display = new Uint32Array(it.width * it.height);
  /** How many entries and answers the page has heard, and how many own ops it has made. */
  let heard = 0;
  let answered = 0;
  let drawn = 0;
  /** Entries that are durable, which the page no longer keeps. */
  let durable = 0;

  const hear = (entry: Entry): void => {
    if (entry.op === "lift") canvas.lift(entry.seat);
    else canvas.apply(entry.seat, entry.op, entry.id, entry.id.pen === PEN);
  };
  const drawOwn = (to: number): void => {
    for (; drawn < to; drawn++) canvas.drawOwn(me, own[drawn].n, own[drawn].op);
  };
  /** The room says no to what comes before own op n, in the order of things. */
  const refuse = (n: number): void => {
    for (; answered < own.length && own[answered].n < n && own[answered].refused; answered++) {
      drawOwn(answered + 1);
      canvas.dropOwn(own[answered].n);
    }
  };
  const next = (): void => {
    const entry = stream[heard++];
    if (entry.op !== "lift" && entry.id.pen === PEN) {
      refuse(entry.id.n);
      drawOwn(entry.id.n);
      answered = entry.id.n;
    }
    hear(entry);
  };
  /** The line is back, and the stream starts over: what is not durable is drawn again. */
  const startOver = (): void => {
    canvas = blank();
    display = new Uint32Array(it.width * it.height);
    for (const entry of stream.slice(0, heard)) hear(entry);
    again();
  };
  /** The page draws what it keeps, which may be there already. */
  const again = (): void => {
    for (const { n, op, refused } of own.slice(durable, drawn)) {
      if (!refused || n > answered) canvas.drawOwn(me, n, op);
    }
  };

  while (heard < stream.length || drawn < own.length) {
    const what = random();
    if (what < 0.35) drawOwn(Math.min(own.length, drawn + randomInt(random, 1, 4)));
    else if (what < 0.85) {
      for (let i = randomInt(random, 1, 4); i > 0 && heard < stream.length; i--) next();
    } else if (what < 0.9) durable = randomInt(random, durable, answered);
    else if (what < 0.91) again();
    else if (what < 0.925) startOver();
    else {
      for (const rect of canvas.takeDirty()) canvas.compose(rect, display, all);
      if (it.width < 2048) expect(same(display, seen(canvas, all))).toBe(true);
    }
  }
  refuse(own.length + 1);
  return canvas;
}

function seen(canvas: Canvas, all: { x: number; y: number; width: number; height: number }) {
  const display = new Uint32Array(all.width * all.height);
  canvas.compose(all, display);
  return display;
}

const same = (a: Uint32Array, b: Uint32Array): boolean =>
  Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

test("a page that draws ahead of the server ends with its picture", { timeout: 1_800_000 }, () => {
  cases().forEach((it, i) => {
    for (const me of [1, 2] as Seat[]) {
      expect(play(it, me, seeded(2 * i + me)).hash(), `${it.name}, seat ${me}`).toBe(it.hash);
    }
  });
});
