import { describe, expect, test } from "vitest";
import { type Canvas, createCanvas, type Seat } from "./canvas";
import { randomInt, seeded, wildStroke } from "./hand.fixture";
import type { Op, Points } from "./op";

const WIDTH = 256;
const HEIGHT = 192;
const PAPER = 0xfff3cf;

const blank = (): Canvas => createCanvas(WIDTH, HEIGHT, PAPER);

/** All that is to be seen. */
function seen(canvas: Canvas): Uint32Array {
  const display = new Uint32Array(WIDTH * HEIGHT);
  canvas.compose({ x: 0, y: 0, width: WIDTH, height: HEIGHT }, display);
  return display;
}

/** The pens of pages; others' ops only ever count on. */
const PEN = 7;
const OTHER = 9;
let others = 0;

/** The stream brings an op: n of the page's own pen, or, without n, of another one. */
function hear(canvas: Canvas, seat: Seat, op: Op, n = 0): void {
  if (n > 0) canvas.apply(seat, op, { pen: PEN, n }, true);
  else canvas.apply(seat, op, { pen: OTHER, n: ++others });
}

/** A page: what it shows is only ever brought up to date where the canvas says so. */
function page(canvas = blank()) {
  const display = new Uint32Array(WIDTH * HEIGHT);
  return {
    canvas,
    frame(): Uint32Array {
      for (const rect of canvas.takeDirty()) {
        const { x, y, width, height } = rect;
        const part = new Uint32Array(width * height);
        canvas.compose(rect, part);
        for (let row = 0; row < height; row++) {
          const pixels = part.subarray(row * width, (row + 1) * width);
          display.set(pixels, (y + row) * WIDTH + x);
        }
      }
      return display;
    },
  };
}

/** Whether two pictures are the same, without 49,152 numbers in the report when they are not. */
function same(a: Uint32Array, b: Uint32Array): boolean {
  return Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
}

function settled(...strokes: Op[][]): Canvas {
  const canvas = blank();
  for (const stroke of strokes) for (const op of stroke) hear(canvas, 1, op);
  return canvas;
}

/** The same stroke with a single point in each op. */
function pointByPoint(stroke: Op[]): Op[] {
  const [begin] = stroke;
  let pressure = begin.kind === "begin" ? begin.pressure : 0;
  return stroke.flatMap((op): Op[] => {
    if (op.kind !== "points") return [op];
    const count = op.points.length / 2;
    const from = pressure;
    pressure = op.pressure;
    return Array.from(
      { length: count },
      (_, j): Points => ({
        kind: "points",
        step: 0,
        points: op.points.slice(2 * j, 2 * j + 2),
        pressure: Math.floor((from * (count - j - 1) + op.pressure * (j + 1)) / count),
      }),
    );
  });
}

/** A stroke of a plain pen, with so many points ops. */
function line(x: number, y: number, ops: number, size = 60, colour = 0x0072b2): Op[] {
  const points = Array.from({ length: ops }, (_, i): Op => {
    const [dx, dy] = [20 * (i + 1), 9 * (i + 1) * (i % 2)];
    return {
      kind: "points",
      step: 16,
      points: [x + dx - 9, y + dy, x + dx, y + dy + 5],
      pressure: 0,
    };
  });
  return [
    { kind: "begin", tool: "pen", size, colour, x, y, pressure: 0 },
    ...points,
    { kind: "end" },
  ];
}

test("tells the colour at a pixel, of an open stroke, too", () => {
  const canvas = blank();
  const [begin, points] = line(200, 200, 1, 60, 0x0072b2);
  hear(canvas, 2, begin);
  hear(canvas, 2, points);
  expect(canvas.colourAt(100, 100)).toBe(0x0072b2);
  expect(canvas.colourAt(200, 20)).toBe(PAPER);
  for (const [x, y] of [
    [-1, 5],
    [5, -1],
    [WIDTH, 5],
    [5, HEIGHT],
    [-200, 400],
  ]) {
    expect(canvas.colourAt(x, y)).toBeUndefined();
  }
});

describe("the fold", () => {
  test("draws the same in any number of ops, watched or not", () => {
    const random = seeded(7);
    for (let i = 0; i < 200; i++) {
      const stroke = wildStroke(random);
      const inOne = settled(stroke);
      const watched = page();
      for (const op of pointByPoint(stroke)) {
        hear(watched.canvas, 2, op);
        if (random() < 0.5) watched.frame();
      }
      expect(watched.canvas.hash()).toBe(inOne.hash());
      expect(same(watched.frame(), inOne.pixels)).toBe(true);
    }
  });

  test("shows a live stroke exactly as it settles", () => {
    const random = seeded(8);
    for (let i = 0; i < 200; i++) {
      const stroke = wildStroke(random);
      const { canvas, frame } = page();
      for (const op of stroke.slice(0, -1)) hear(canvas, 1, op);
      const live = frame().slice();
      hear(canvas, 1, { kind: "end" });
      expect(same(live, canvas.pixels)).toBe(true);
    }
  });

  test("settles strokes in the order of their ends", () => {
    const [a, b] = [line(60, 100, 6), line(80, 80, 6, 60, 0xd55e00)];
    const canvas = blank();
    hear(canvas, 1, a[0]);
    for (const op of b) hear(canvas, 2, op);
    for (const op of a.slice(1)) hear(canvas, 1, op);
    expect(canvas.hash()).toBe(settled(b, a).hash());
    expect(canvas.hash()).not.toBe(settled(a, b).hash());
  });

  test("settles what a lifted stroke has, once", () => {
    const stroke = line(60, 100, 6);
    const canvas = blank();
    for (const op of stroke.slice(0, 4)) hear(canvas, 1, op);
    canvas.lift(1);
    canvas.lift(1);
    expect(canvas.hash()).toBe(settled([...stroke.slice(0, 4), { kind: "end" }]).hash());
  });

  test("shows only what settled when nothing is live", () => {
    const random = seeded(9);
    const { canvas, frame } = page();
    for (let i = 0; i < 60; i++) {
      for (const op of wildStroke(random)) hear(canvas, 1, op);
      expect(same(frame(), canvas.pixels)).toBe(true);
      expect(same(seen(canvas), canvas.pixels)).toBe(true);
    }
    expect(canvas.takeDirty()).toEqual([]);
  });

  test("names little more than what changed", () => {
    const { canvas, frame } = page();
    frame();
    for (const op of line(40, 40, 2, 12)) hear(canvas, 1, op);
    for (const op of line(440, 340, 2, 12)) hear(canvas, 2, op);
    const dirty = canvas.takeDirty();
    expect(dirty).toHaveLength(2);
    for (const { width, height } of dirty) expect(width * height).toBeLessThan(40 * 25);
  });

  test("starts again from paper or from a raster", () => {
    const { canvas, frame } = page();
    const other = settled(line(60, 100, 6));
    for (const op of line(100, 50, 3).slice(0, 3)) hear(canvas, 1, op);
    canvas.drawOwn(1, 1, line(100, 50, 3)[0]);
    frame();
    canvas.restart(other.save());
    expect(same(frame(), other.pixels)).toBe(true);
    canvas.restart();
    expect(canvas.hash()).toBe(blank().hash());
    expect(same(frame(), canvas.pixels)).toBe(true);
  });
});

describe("own ink", () => {
  const stroke = line(60, 100, 6);
  const open = stroke.slice(0, -1);
  const lifted = (count: number): Canvas => settled([...stroke.slice(0, count), { kind: "end" }]);

  test("is shown at once and whole while its echo comes", () => {
    const { canvas, frame } = page();
    stroke.forEach((op, i) => {
      canvas.drawOwn(1, i + 1, op);
    });
    expect(same(frame(), settled(stroke).pixels)).toBe(true);
    expect(canvas.hash()).toBe(blank().hash());
    stroke.forEach((op, i) => {
      hear(canvas, 1, op, i + 1);
      expect(same(frame(), settled(stroke).pixels)).toBe(true);
      expect(same(seen(canvas), settled(stroke).pixels)).toBe(true);
    });
    expect(canvas.hash()).toBe(settled(stroke).hash());
  });

  test("is shown once while it is drawn and echoed at the same time", () => {
    for (let lag = 0; lag < stroke.length; lag++) {
      const { canvas, frame } = page();
      for (let i = 0; i < stroke.length + lag; i++) {
        if (i < stroke.length) canvas.drawOwn(2, i + 1, stroke[i]);
        if (i >= lag) hear(canvas, 2, stroke[i - lag], i - lag + 1);
        const done = Math.min(i + 1, stroke.length);
        expect(same(frame(), lifted(done).pixels)).toBe(true);
      }
      expect(canvas.hash()).toBe(settled(stroke).hash());
    }
  });

  test("settles before the partner's when it ended before it", () => {
    const partner = line(80, 80, 6, 60, 0xd55e00);
    const { canvas, frame } = page();
    for (const op of partner.slice(0, 5)) hear(canvas, 2, op);
    stroke.forEach((op, i) => {
      canvas.drawOwn(1, i + 1, op);
    });
    const above = frame().slice();
    stroke.forEach((op, i) => {
      hear(canvas, 1, op, i + 1);
    });
    // Now the partner's live stroke lies above it.
    expect(same(frame(), above)).toBe(false);
    expect(same(frame(), seen(canvas))).toBe(true);
    for (const op of partner.slice(5)) hear(canvas, 2, op);
    expect(canvas.hash()).toBe(settled(stroke, partner).hash());
    expect(same(frame(), canvas.pixels)).toBe(true);
  });

  test("goes when it is refused, with the rest of its stroke", () => {
    const second = line(200, 200, 3);
    const { canvas, frame } = page();
    [...stroke, ...second].forEach((op, i) => {
      canvas.drawOwn(1, i + 1, op);
    });
    for (let n = 1; n <= stroke.length; n++) canvas.dropOwn(n);
    expect(same(frame(), settled(second).pixels)).toBe(true);
    second.forEach((op, i) => {
      hear(canvas, 1, op, stroke.length + i + 1);
    });
    expect(canvas.hash()).toBe(settled(second).hash());
  });

  test("is given up before it is sent, and its numbers go to other ink", () => {
    const other = line(200, 200, 3);
    const { canvas, frame } = page();
    open.forEach((op, i) => {
      canvas.drawOwn(1, i + 1, op);
    });
    canvas.dropOwn(1);
    expect(same(frame(), blank().pixels)).toBe(true);
    other.forEach((op, i) => {
      canvas.drawOwn(1, i + 1, op);
    });
    expect(same(frame(), settled(other).pixels)).toBe(true);
    other.forEach((op, i) => {
      hear(canvas, 1, op, i + 1);
    });
    expect(canvas.hash()).toBe(settled(other).hash());
  });

  test("keeps what the server took of a stroke that it then refuses and lifts", () => {
    const { canvas, frame } = page();
    open.forEach((op, i) => {
      canvas.drawOwn(1, i + 1, op);
    });
    for (let i = 0; i < 4; i++) hear(canvas, 1, stroke[i], i + 1);
    canvas.dropOwn(5);
    canvas.dropOwn(6);
    expect(same(frame(), lifted(4).pixels)).toBe(true);
    canvas.drawOwn(1, open.length + 1, { kind: "end" }); // the hand had not heard yet
    canvas.lift(1);
    expect(canvas.hash()).toBe(lifted(4).hash());
    expect(same(frame(), canvas.pixels)).toBe(true);
  });

  test("is cut where the room lifted it, and the hand draws on nothing", () => {
    const { canvas, frame } = page();
    open.forEach((op, i) => {
      canvas.drawOwn(1, i + 1, op);
    });
    for (let i = 0; i < 4; i++) hear(canvas, 1, stroke[i], i + 1);
    canvas.lift(1);
    canvas.drawOwn(1, 20, { kind: "points", step: 9, points: [300, 300], pressure: 0 });
    expect(canvas.hash()).toBe(lifted(4).hash());
    expect(same(frame(), canvas.pixels)).toBe(true);
    const next = line(200, 200, 3);
    next.forEach((op, i) => {
      canvas.drawOwn(1, 21 + i, op);
    });
    expect(same(frame(), settled([...stroke.slice(0, 4), { kind: "end" }], next).pixels)).toBe(
      true,
    );
  });

  test("goes on after the stream began from blank with half of the stroke", () => {
    for (let half = 0; half <= stroke.length; half++) {
      const { canvas, frame } = page();
      for (let i = 0; i < half; i++) hear(canvas, 1, stroke[i], i + 1);
      // The page keeps ops until they are durable: some that the stream held come again.
      for (let i = Math.max(0, half - 2); i < stroke.length; i++)
        canvas.drawOwn(1, i + 1, stroke[i]);
      expect(same(frame(), settled(stroke).pixels)).toBe(true);
      for (let i = half; i < stroke.length; i++) hear(canvas, 1, stroke[i], i + 1);
      expect(canvas.hash()).toBe(settled(stroke).hash());
      expect(same(frame(), canvas.pixels)).toBe(true);
    }
  });

  test("of an older pen is ink like any other", () => {
    const { canvas, frame } = page();
    for (const op of stroke.slice(0, 4)) hear(canvas, 1, op);
    canvas.drawOwn(1, 1, { kind: "points", step: 9, points: [300, 300], pressure: 0 });
    expect(same(frame(), lifted(4).pixels)).toBe(true);
  });

  test("starts over with a new pen", () => {
    const { canvas, frame } = page();
    open.forEach((op, i) => {
      canvas.drawOwn(1, i + 1, op);
    });
    for (let i = 0; i < 4; i++) hear(canvas, 1, stroke[i], i + 1);
    canvas.resetOwn();
    expect(same(frame(), lifted(4).pixels)).toBe(true);
    canvas.lift(1);
    const next = line(200, 200, 3);
    next.forEach((op, i) => {
      canvas.drawOwn(1, i + 1, op);
    });
    next.forEach((op, i) => {
      hear(canvas, 1, op, i + 1);
    });
    expect(canvas.hash()).toBe(settled([...stroke.slice(0, 4), { kind: "end" }], next).hash());
    expect(same(frame(), canvas.pixels)).toBe(true);
  });

  test("ends as the server's picture whatever the order of hands, echoes, lifts and frames", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = seeded(seed);
      const server = blank();
      const open = [false, false];
      const pages = [page(), page()].map((p, i) => ({
        ...p,
        seat: (i + 1) as Seat,
        ops: Array.from({ length: 4 }, () => wildStroke(random, 300, 250)).flat(),
        drawn: 0,
        sent: 0,
        /** What the server said and the page has not heard. */
        inbox: [] as ((canvas: Canvas) => void)[],
      }));

      const take = (seat: Seat, op: Op, n: number): void => {
        const author = pages[seat - 1];
        if (op.kind !== "begin" && !open[seat - 1]) {
          author.inbox.push((canvas) => canvas.dropOwn(n));
          return;
        }
        open[seat - 1] = op.kind !== "end";
        hear(server, seat, op);
        for (const p of pages)
          p.inbox.push((canvas) => hear(canvas, seat, op, p === author ? n : 0));
      };
      const lift = (seat: Seat): void => {
        open[seat - 1] = false;
        server.lift(seat);
        for (const p of pages) p.inbox.push((canvas) => canvas.lift(seat));
      };

      while (pages.some((p) => p.sent < p.ops.length || p.inbox.length > 0)) {
        const p = pages[randomInt(random, 0, 1)];
        const happens = random();
        if (happens < 0.3) {
          if (p.drawn < p.ops.length) p.canvas.drawOwn(p.seat, p.drawn + 1, p.ops[p.drawn++]);
        } else if (happens < 0.6) {
          if (p.sent < p.drawn) take(p.seat, p.ops[p.sent], ++p.sent);
        } else if (happens < 0.9) {
          for (const hear of p.inbox.splice(0, randomInt(random, 1, 5))) hear(p.canvas);
        } else if (happens < 0.92) {
          lift(p.seat);
        } else {
          expect(same(p.frame(), seen(p.canvas))).toBe(true);
        }
      }
      lift(1);
      lift(2);
      for (const { canvas, frame, inbox } of pages) {
        for (const hear of inbox) hear(canvas);
        expect(canvas.hash()).toBe(server.hash());
        expect(same(frame(), server.pixels)).toBe(true);
      }
    }
  });
});
