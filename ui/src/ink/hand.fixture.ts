/** Strokes for tests and benchmarks, natural and unnatural ones. */
import {
  type Begin,
  type Fill,
  MAX_POINTS,
  MAX_X,
  MAX_Y,
  MIN_X,
  MIN_Y,
  type Op,
  type Tool,
} from "./op";
import { INKS, PAPERS } from "./palette";
import { packRuns } from "./runs";

/** A random number generator from 0 up to 1, deterministic by seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A random integer from low to high, both included. */
export function randomInt(random: () => number, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

const TOOLS: readonly Tool[] = ["pen", "pressure_pen", "eraser", "liner"];

function begin(random: () => number, x: number, y: number): Begin {
  const tool = TOOLS[randomInt(random, 0, TOOLS.length - 1)];
  return {
    kind: "begin",
    tool,
    size: randomInt(random, 1, random() < 0.8 ? 60 : 256),
    colour: tool === "eraser" ? 0 : INKS[randomInt(random, 0, INKS.length - 1)].colour,
    x,
    y,
    pressure: tool === "pressure_pen" ? randomInt(random, 0, 63) : 0,
  };
}

/**
 * A stroke that no hand would draw: jumps, repeated points, points off the canvas. It stays near
 * the rectangle from 0, 0 to width, height, in units.
 */
export function wildStroke(random: () => number, width = 512, height = 384): Op[] {
  let x = randomInt(random, -40, width + 40);
  let y = randomInt(random, -40, height + 40);
  const first = begin(random, x, y);
  const ops: Op[] = [first];
  for (let left = randomInt(random, 0, 6); left > 0; left--) {
    const points: number[] = [];
    for (let count = randomInt(random, 1, random() < 0.1 ? MAX_POINTS : 6); count > 0; count--) {
      const reach = [0, 3, 30, 300][randomInt(random, 0, 3)];
      x = Math.min(Math.max(x + randomInt(random, -reach, reach), MIN_X), MAX_X);
      y = Math.min(Math.max(y + randomInt(random, -reach, reach), MIN_Y), MAX_Y);
      points.push(x, y);
    }
    const pressure = first.tool === "pressure_pen" ? randomInt(random, 0, 63) : 0;
    ops.push({ kind: "points", step: randomInt(random, 0, 200), points, pressure });
  }
  ops.push({ kind: "end" });
  return ops;
}

/** A fill of an ellipse with soft edges, somewhere on a raster of width x height pixels. */
export function randomFill(random: () => number, width: number, height: number): Fill {
  const w = randomInt(random, 1, width);
  const h = randomInt(random, 1, height);
  const x = randomInt(random, 0, width - w);
  const y = randomInt(random, 0, height - h);
  const weights = Uint8Array.from({ length: w * h }, (_, i) => {
    const dx = (((i % w) + 0.5) / w) * 2 - 1;
    const dy = ((Math.floor(i / w) + 0.5) / h) * 2 - 1;
    return Math.min(Math.max(40 * Math.min(w, h) * (1 - dx * dx - dy * dy), 0), 255);
  });
  return {
    kind: "fill",
    colour: INKS[randomInt(random, 0, INKS.length - 1)].colour,
    ground: PAPERS[randomInt(random, 0, PAPERS.length - 1)].colour,
    runs: { x, y, width: w, height: h, bytes: packRuns(weights) as Uint8Array },
  };
}

/** A curve of this many points, `gap` units apart, two per op, around the centre of the canvas. */
export function smoothStroke(
  tool: Tool,
  size: number,
  count: number,
  gap: number,
  colour = 0x0072b2,
): Op[] {
  const at = (i: number): [number, number] => {
    const turn = (i * gap) / 700;
    return [
      Math.round(2048 + (900 + 300 * Math.sin(turn / 3)) * Math.cos(turn)),
      Math.round(1536 + (700 + 200 * Math.sin(turn / 2)) * Math.sin(turn)),
    ];
  };
  const pressure = (i: number): number =>
    tool === "pressure_pen" ? Math.round(36 + 20 * Math.sin(i / 12)) : 0;
  const [x, y] = at(0);
  const ops: Op[] = [{ kind: "begin", tool, size, colour, x, y, pressure: pressure(0) }];
  for (let i = 1; i + 1 < count; i += 2) {
    ops.push({
      kind: "points",
      step: 16,
      points: [...at(i), ...at(i + 1)],
      pressure: pressure(i + 1),
    });
  }
  ops.push({ kind: "end" });
  return ops;
}
