import { describe, expect, test } from "vitest";
import { type Canvas, createCanvas, type Seat } from "./canvas";
import { randomFill, randomInt, seeded, wildStroke } from "./hand.fixture";
import type { Flip, Id, Op } from "./op";

const WIDTH = 256;
const HEIGHT = 192;
const PAPER = 0xfff3cf;
const ALL = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

const random = seeded(21);
/** Marks that lie over each other. */
const [A, B, C, D] = Array.from({ length: 4 }, () => [
  ...stroke(randomInt(random, 20, 120), randomInt(random, 20, 120)),
]);
const FILL: Op[] = [randomFill(random, WIDTH, HEIGHT)];
const CLEAR: Op = { kind: "clear" };

function stroke(x: number, y: number): Op[] {
  const points = [x + 150, y + 90, x + 20, y + 180, x + 300, y + 30];
  const colour = randomInt(random, 0, 0xffffff);
  return [
    { kind: "begin", tool: "pen", size: 70, colour, x, y, pressure: 0 },
    { kind: "points", step: 16, points, pressure: 0 },
    { kind: "end" },
  ];
}

const same = (a: Uint32Array, b: Uint32Array): boolean =>
  Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

/** All that is to be seen. */
function seen(canvas: Canvas): Uint32Array {
  const display = new Uint32Array(WIDTH * HEIGHT);
  canvas.compose(ALL, display);
  return display;
}

/** A picture of marks that one stream brought, the last on top. */
function pictureOf(...marks: Op[][]): Canvas {
  const canvas = createCanvas(WIDTH, HEIGHT, PAPER);
  marks.flat().forEach((op, i) => {
    canvas.apply(1, op, { pen: 1, n: i + 1 });
  });
  return canvas;
}

/**
 * A page of seat 1, whose pen is 7. It counts what the hand does and shows only what the canvas
 * says has changed; ops of others come by pen 2 of their seat.
 */
function page() {
  const canvas = createCanvas(WIDTH, HEIGHT, PAPER);
  const display = new Uint32Array(WIDTH * HEIGHT);
  const ops: Op[] = [];
  let echoed = 0;
  let others = 0;
  const frame = (): Uint32Array => {
    for (const rect of canvas.takeDirty()) canvas.compose(rect, display, ALL);
    expect(same(display, seen(canvas))).toBe(true);
    return display;
  };
  const draw = (...some: Op[]): number => {
    for (const op of some) canvas.drawOwn(1, ops.push(op), op);
    return ops.length;
  };
  return {
    canvas,
    frame,
    draw,
    undo: () => draw({ kind: "undo", target: canvas.undoTarget(1) as Id }),
    redo: () => draw({ kind: "redo", target: canvas.redoTarget(1) as Id }),
    /** The stream brings the next so many own ops. */
    echo(count = ops.length - echoed) {
      for (let i = 0; i < count; i++) {
        canvas.apply(1, ops[echoed], { pen: 7, n: ++echoed }, true);
      }
    },
    refuse() {
      canvas.dropOwn(++echoed);
    },
    hear(seat: Seat, ...some: Op[]) {
      for (const op of some) canvas.apply(seat, op, { pen: 2, n: ++others });
      return others;
    },
    /** What is shown is exactly these marks. */
    shows(...marks: Op[][]) {
      expect(same(frame(), pictureOf(...marks).pixels)).toBe(true);
    },
  };
}

describe("undo and redo", () => {
  test("show at once, at any depth, and their echo changes nothing", () => {
    const p = page();
    p.draw(...A, ...B);
    p.echo();
    p.draw(...C);
    p.shows(A, B, C);
    for (const left of [[A, B], [A], []]) {
      p.undo();
      p.shows(...left);
    }
    expect(p.canvas.undoTarget(1)).toBeUndefined();
    for (const back of [[A], [A, B]]) {
      p.redo();
      p.shows(...back);
    }
    for (let i = 0; i < C.length + 5; i++) {
      p.echo(1);
      p.shows(A, B);
    }
    expect(p.canvas.hash()).toBe(pictureOf(A, B).hash());
    p.redo();
    p.shows(A, B, C);
    expect(p.canvas.redoTarget(1)).toBeUndefined();
  });

  test("keep a mark's place among the others'", () => {
    const p = page();
    p.draw(...A);
    p.echo();
    p.hear(2, ...B);
    p.draw(...C);
    p.echo();
    p.undo();
    p.undo();
    p.shows(B);
    p.redo();
    p.shows(A, B);
    p.hear(2, ...FILL);
    p.redo();
    p.shows(A, B, C, FILL);
  });

  test("leave no hash while the stream has not heard of them", () => {
    const p = page();
    p.draw(...A);
    p.echo();
    p.undo();
    expect(p.canvas.hash()).toBeUndefined();
    p.redo();
    expect(p.canvas.hash()).toBe(pictureOf(A).hash());
    p.draw(CLEAR);
    expect(p.canvas.hash()).toBeUndefined();
    p.echo();
    expect(p.canvas.hash()).toBe(pictureOf().hash());
  });

  test("that are refused are taken back", () => {
    const p = page();
    p.draw(...A, ...B);
    p.echo();
    p.undo();
    p.undo();
    p.shows();
    p.refuse();
    p.shows(B);
    p.refuse();
    p.shows(A, B);
    expect(p.canvas.hash()).toBe(pictureOf(A, B).hash());
  });

  test("of a stroke that is refused do no harm", () => {
    const p = page();
    p.draw(...A);
    p.undo();
    p.draw(...B);
    for (const _ of A) p.refuse();
    p.echo();
    p.shows(B);
    expect(p.canvas.hash()).toBe(pictureOf(B).hash());
  });

  test("reach marks of this player's earlier pen, and nobody else's", () => {
    const p = page();
    p.hear(1, ...A);
    p.hear(2, ...B);
    p.draw(...C);
    p.echo();
    p.undo();
    expect(p.canvas.undoTarget(1)).toEqual({ pen: 2, n: 1 });
    p.undo();
    p.shows(B);
    expect(p.canvas.undoTarget(1)).toBeUndefined();
    p.echo();
    expect(p.canvas.hash()).toBe(pictureOf(B).hash());
    p.redo();
    p.shows(A, B);
  });

  test("by another page of the seat are heard", () => {
    const p = page();
    p.draw(...A);
    p.echo();
    p.hear(1, { kind: "undo", target: { pen: 7, n: 1 } });
    p.shows();
    expect(p.canvas.redoTarget(1)).toEqual({ pen: 0, n: 1 });
    p.hear(2, { kind: "redo", target: { pen: 7, n: 1 } });
    p.shows();
  });

  test("redo goes as far as nothing new was made, the last undone first", () => {
    const p = page();
    p.draw(...A, ...B);
    p.undo();
    p.draw(...C);
    expect(p.canvas.redoTarget(1)).toBeUndefined();
    p.undo();
    p.redo();
    p.shows(A, C);
    p.echo();
    p.undo();
    p.undo();
    p.redo();
    p.redo();
    p.shows(A, C);
  });
});

describe("fill and clear", () => {
  test("show at once and settle as they are", () => {
    const p = page();
    p.hear(2, ...B);
    p.draw(...A, ...FILL);
    p.shows(B, A, FILL);
    p.draw(...C);
    p.shows(B, A, FILL, C);
    for (let i = 0; i < A.length + 1 + C.length; i++) {
      p.echo(1);
      p.shows(B, A, FILL, C);
    }
    p.draw(CLEAR, ...D);
    p.shows(B, D);
    p.echo();
    p.shows(B, D);
    expect(p.canvas.hash()).toBe(pictureOf(B, D).hash());
  });

  test("lie above what the partner has not ended, and below it once they settle first", () => {
    const p = page();
    p.hear(2, ...B.slice(0, 2));
    p.draw(...FILL);
    p.shows(B, FILL);
    p.echo();
    p.shows(FILL, B);
    p.draw(CLEAR);
    p.shows(B);
    p.hear(2, B[2]);
    p.undo();
    p.shows(FILL, B);
    p.echo();
    expect(p.canvas.hash()).toBe(pictureOf(FILL, B).hash());
  });

  test("a clear takes away where the stroke under the hand ended a moment ago", () => {
    for (const gone of [CLEAR, undefined]) {
      const p = page();
      p.draw(A[0], { kind: "points", step: 9, points: [400, 20, 20, 300], pressure: 0 });
      p.frame();
      p.draw(
        { kind: "points", step: 9, points: [300, 300, 250, 60], pressure: 0 },
        { kind: "end" },
      );
      if (gone) p.draw(gone);
      else p.canvas.dropOwn(1);
      p.shows();
    }
  });

  test("go when they are refused", () => {
    const p = page();
    p.draw(...A);
    p.echo();
    p.draw(...FILL, CLEAR, ...B);
    p.shows(B);
    p.refuse();
    p.shows(B);
    p.refuse();
    p.shows(A, B);
    p.echo();
    expect(p.canvas.hash()).toBe(pictureOf(A, B).hash());
  });

  test("a clear is undone like a mark, and clears again", () => {
    const p = page();
    p.draw(...A, ...B);
    p.undo();
    p.draw(CLEAR);
    expect(p.canvas.hasInk(1)).toBe(false);
    p.undo();
    p.shows(A);
    expect(p.canvas.hasInk(1)).toBe(true);
    p.redo();
    p.shows();
    p.echo();
    p.shows();
  });

  test("are given up with the pen", () => {
    const p = page();
    p.draw(...A);
    p.echo();
    p.draw(...B, ...FILL, CLEAR);
    p.canvas.resetOwn();
    p.shows(A);
    expect(p.canvas.undoTarget(1)).toEqual({ pen: 7, n: 1 });
  });

  test("the author's view holds own pending ink and not the partner's open stroke", () => {
    const p = page();
    p.draw(...A);
    p.echo();
    p.hear(2, ...B.slice(0, 2));
    p.draw(...C, ...FILL);
    const view = new Uint32Array(WIDTH * HEIGHT);
    p.canvas.composeOwn(view);
    expect(same(view, pictureOf(A, C, FILL).pixels)).toBe(true);
  });
});

test("much that comes or goes is shown in some looks, and nothing else waits for it", () => {
  const canvas = createCanvas(WIDTH, HEIGHT, PAPER);
  const display = new Uint32Array(WIDTH * HEIGHT);
  const look = (): void => {
    for (const rect of canvas.takeDirty()) canvas.compose(rect, display, ALL);
  };
  const some = seeded(4);
  const fills = Array.from({ length: 8 }, () => randomFill(some, WIDTH, HEIGHT));
  const many: Op[] = Array.from({ length: 3000 }, (_, i) => fills[i % fills.length]);
  let n = 0;
  for (const op of many) canvas.apply(2, op, { pen: 2, n: ++n });
  for (const op of A) canvas.apply(1, op, { pen: 1, n: ++n });
  look();

  canvas.apply(2, CLEAR, { pen: 2, n: ++n });
  look();
  canvas.apply(2, { kind: "undo", target: { pen: 2, n } }, { pen: 2, n: n + 1 });
  look();
  expect(canvas.finished).toBe(false);
  expect(canvas.hashAhead(1000)).toBe(false);
  for (const op of B) canvas.apply(1, op, { pen: 1, n: ++n });
  let looks = 1;
  for (; !canvas.finished; looks++) look();
  expect(looks).toBeGreaterThan(1);
  expect(same(display, pictureOf(many, A, B).pixels)).toBe(true);
  expect(canvas.hash()).toBe(pictureOf(many, A, B).hash());
});

test("what was saved is gone back to, marks and all", () => {
  const canvas = createCanvas(WIDTH, HEIGHT, PAPER);
  let n = 0;
  const apply = (...ops: Op[]): void => {
    for (const op of ops) canvas.apply(1, op, { pen: 1, n: ++n });
  };
  apply(...A, ...B, { kind: "undo", target: { pen: 0, n: 1 } });
  const saved = canvas.save();
  apply(...C, CLEAR, { kind: "redo", target: { pen: 0, n: 1 } });
  canvas.restart(saved);
  expect(canvas.hash()).toBe(pictureOf(B).hash());
  n = 20;
  apply({ kind: "redo", target: { pen: 1, n: 1 } });
  expect(canvas.hash()).toBe(pictureOf(A, B).hash());
  canvas.restart();
  expect(canvas.hash()).toBe(pictureOf().hash());
  expect(canvas.undoTarget(1)).toBeUndefined();
});

test("pages end as the server, whatever hands, echoes, refusals, reloads and frames", {
  timeout: 60_000,
}, () => {
  for (let seed = 1; seed <= 12; seed++) converge(seeded(seed));
});

/** What a page has to do with the server: own ops go up, everything comes down in order. */
type Hand = {
  seat: Seat;
  pen: number;
  canvas: Canvas;
  display: Uint32Array;
  /** Ops by n - 1, and how many of them the server has heard. */
  ops: Op[];
  sent: number;
  inbox: ((hand: Hand) => void)[];
};

function converge(random: () => number): void {
  const server = createCanvas(WIDTH, HEIGHT, PAPER);
  const journal: { seat: Seat; id: Id; op: Op | "lift" }[] = [];
  const open = [false, false];
  let pens = 0;
  const sit = (seat: Seat): Hand => ({
    seat,
    pen: ++pens,
    canvas: createCanvas(WIDTH, HEIGHT, PAPER),
    display: new Uint32Array(WIDTH * HEIGHT),
    ops: [],
    sent: 0,
    inbox: [],
  });
  const hands = [sit(1), sit(2)];

  const enter = (seat: Seat, id: Id, op: Op | "lift"): void => {
    journal.push({ seat, id, op });
    if (op === "lift") server.lift(seat);
    else server.apply(seat, op, id);
    open[seat - 1] = op !== "lift" && (op.kind === "begin" || op.kind === "points");
    for (const hand of hands) hand.inbox.push((to) => hear(to, seat, id, op));
  };
  const hear = (hand: Hand, seat: Seat, id: Id, op: Op | "lift"): void => {
    if (op === "lift") hand.canvas.lift(seat);
    else hand.canvas.apply(seat, op, id, id.pen === hand.pen);
  };
  const take = (hand: Hand): void => {
    const op = hand.ops[hand.sent++];
    const n = hand.sent;
    const goesOn = op.kind === "points" || op.kind === "end";
    const refused = goesOn ? !open[hand.seat - 1] : open[hand.seat - 1] || random() < 0.1;
    if (refused) hand.inbox.push(({ canvas }) => canvas.dropOwn(n));
    else enter(hand.seat, { pen: hand.pen, n }, op);
  };
  /** The next op of the hand; a stroke comes whole. */
  const think = ({ canvas, seat }: Hand): Op[] => {
    const what = random();
    const flip = (kind: Flip["kind"], target?: Id): Op[] => (target ? [{ kind, target }] : []);
    if (what < 0.3) return flip("undo", canvas.undoTarget(seat));
    if (what < 0.45) return flip("redo", canvas.redoTarget(seat));
    if (what < 0.6) return [randomFill(random, WIDTH, HEIGHT)];
    if (what < 0.65) return [CLEAR];
    return wildStroke(random, 300, 250);
  };
  const reload = (old: Hand): void => {
    if (open[old.seat - 1]) enter(old.seat, { pen: 0, n: 0 }, "lift");
    const hand = sit(old.seat);
    hands[old.seat - 1] = hand;
    for (const { seat, id, op } of journal) hear(hand, seat, id, op);
  };

  for (let left = 150; left > 0 || hands.some((h) => h.sent < h.ops.length); ) {
    const hand = hands[randomInt(random, 0, 1)];
    const happens = random();
    if (happens < 0.3 && left > 0) {
      left--;
      for (const op of think(hand)) hand.canvas.drawOwn(hand.seat, hand.ops.push(op), op);
    } else if (happens < 0.65) {
      if (hand.sent < hand.ops.length) take(hand);
    } else if (happens < 0.88) {
      for (const next of hand.inbox.splice(0, randomInt(random, 1, 5))) next(hand);
    } else if (happens < 0.9) {
      enter(hand.seat, { pen: 0, n: 0 }, "lift");
    } else if (happens < 0.91) {
      reload(hand);
    } else {
      for (const rect of hand.canvas.takeDirty()) hand.canvas.compose(rect, hand.display, ALL);
      expect(same(hand.display, seen(hand.canvas))).toBe(true);
    }
  }
  for (const seat of [1, 2] as Seat[]) enter(seat, { pen: 0, n: 0 }, "lift");
  for (const hand of hands) {
    for (const next of hand.inbox) next(hand);
    expect(hand.canvas.hash()).toBe(server.hash());
    for (const rect of hand.canvas.takeDirty()) hand.canvas.compose(rect, hand.display, ALL);
    expect(same(hand.display, server.pixels)).toBe(true);
  }
}
