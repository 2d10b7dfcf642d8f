/** The vectors that hold the page's ink and the server's together, to the byte and the pixel. */
import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { createReader, createWriter, Malformed, toBytes } from "./bytes";
import { createCanvas, type Seat } from "./canvas";
import { createCursor, decodeOp, encodeOp, type Op } from "./op";
import { fromHex, toHex } from "./palette";
import { eachRun, type Runs } from "./runs";

type GoldenOp = {
  kind: Op["kind"];
  tool?: string;
  size?: number;
  colour?: string;
  step?: number;
  points?: [x: number, y: number, pressure: number][];
  target?: [pen: number, n: number];
  ground?: string;
  area?: [x: number, y: number, width: number, height: number];
  weights?: string;
};

type Golden = {
  decoded: { hex: string; ops: GoldenOp[] }[];
  refused: { hex: string; reason: string }[];
  strokes: { name: string; hex: string; pieces: number[][]; hash: string }[];
  cases: {
    name: string;
    width: number;
    height: number;
    paper: string;
    ops: { seat: Seat; hex?: string; lift?: boolean }[] | null;
    hash: string;
  }[];
};

const golden = JSON.parse(
  readFileSync(new URL("../../../room/ink/testdata/golden.json", import.meta.url), "utf8"),
) as Golden;

// Only watched, to see the pieces that a stroke is cut in.
vi.mock("./raster/cone", { spy: true });
const { drawCone } = await import("./raster/cone");

const unhex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));

function decodeAll(hex: string, cursor = createCursor()): Op[] {
  const r = createReader(unhex(hex));
  const ops: Op[] = [];
  while (r.at < r.bytes.length) ops.push(decodeOp(r, cursor));
  return ops;
}

/** An op as the vectors write it; the pressures between are the stroke's business. */
function asGolden(op: Op): Omit<GoldenOp, "points"> & { points?: number[][] } {
  switch (op.kind) {
    case "begin": {
      const { kind, tool, size, x, y, pressure } = op;
      const points = [[x, y, pressure]];
      return tool === "eraser"
        ? { kind, tool, size, points }
        : { kind, tool, size, colour: toHex(op.colour), points };
    }
    case "points": {
      const points: number[][] = [];
      for (let i = 0; i < op.points.length; i += 2) points.push([op.points[i], op.points[i + 1]]);
      points[points.length - 1].push(op.pressure);
      return { kind: op.kind, ...(op.step > 0 && { step: op.step }), points };
    }
    case "undo":
    case "redo":
      return { kind: op.kind, target: [op.target.pen, op.target.n] };
    case "fill": {
      const { x, y, width, height } = op.runs;
      return {
        kind: op.kind,
        colour: toHex(op.colour),
        ground: toHex(op.ground),
        area: [x, y, width, height],
        weights: Buffer.from(weightsOf(op.runs)).toString("hex"),
      };
    }
    case "end":
    case "clear":
      return { kind: op.kind };
  }
}

/** Of each pixel of the rectangle. */
function weightsOf(runs: Runs): Uint8Array {
  const { x: left, y: top, width, height, bytes } = runs;
  const all = new Uint8Array(width * height);
  eachRun(runs, (x, y, count, from) => {
    const at = (y - top) * width + x - left;
    if (from < 0) all.fill(255, at, at + count);
    else all.set(bytes.subarray(from, from + count), at);
  });
  return all;
}

/** A vector's op with only what travels. */
function travelling({ ...op }: GoldenOp): unknown {
  if (op.kind !== "points") return op;
  return {
    ...op,
    points: op.points?.map((p, i, all) => (i === all.length - 1 ? p : p.slice(0, 2))),
  };
}

describe("golden vectors", () => {
  test.each(golden.decoded)("decodes $hex", ({ hex, ops }) => {
    expect(decodeAll(hex).map(asGolden)).toEqual(ops.map(travelling));
  });

  test("encodes what it decodes, in the fewest bytes", () => {
    for (const { hex } of golden.decoded) {
      const ops = decodeAll(hex);
      const w = createWriter();
      const cursor = createCursor();
      for (const op of ops) encodeOp(w, op, cursor);
      expect(w.length).toBeLessThanOrEqual(hex.length / 2);
      if (w.length === hex.length / 2) expect(Buffer.from(toBytes(w)).toString("hex")).toBe(hex);
      expect(decodeAll(Buffer.from(toBytes(w)).toString("hex"))).toEqual(ops);
    }
  });

  test.each(golden.refused)("refuses $hex: $reason", ({ hex }) => {
    const r = createReader(unhex(hex));
    const cursor = createCursor();
    let refused = false;
    let at = 0;
    let before = { ...cursor };
    try {
      while (r.at < r.bytes.length || r.bytes.length === 0) {
        at = r.at;
        before = { ...cursor };
        decodeOp(r, cursor);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(Malformed);
      refused = true;
    }
    expect(refused).toBe(true);
    expect(r.at).toBe(at);
    expect(cursor).toEqual(before);
  });

  test.each(golden.strokes)("cuts and draws $name", ({ hex, pieces, hash }) => {
    const canvas = createCanvas(256, 192, 0xffffff);
    vi.mocked(drawCone).mockClear();
    for (const op of decodeAll(hex)) canvas.apply(1, op, { pen: 1, n: 1 });
    expect(vi.mocked(drawCone).mock.calls.map(([, ...piece]) => piece)).toEqual(pieces);
    expect(canvas.hash()).toBe(hash);
  });

  test.each(golden.cases)("draws $name", ({ width, height, paper, ops, hash }) => {
    const canvas = createCanvas(width, height, fromHex(paper));
    const cursors = { 1: createCursor(), 2: createCursor() };
    const last = { 1: 0, 2: 0 };
    for (const { seat, hex, lift } of ops ?? []) {
      if (lift) {
        canvas.lift(seat);
        cursors[seat].open = false;
      }
      for (const op of decodeAll(hex ?? "", cursors[seat]))
        canvas.apply(seat, op, { pen: seat, n: ++last[seat] });
    }
    expect(canvas.hash()).toBe(hash);
  });
});
