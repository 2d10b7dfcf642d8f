/** Ops for a smaller raster: the same drawing, as a wall of many drawings can afford it. */
import type { Op } from "../ink/op";
import { eachRun, packRuns, type Runs } from "../ink/runs";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../ink/size";

/** How many times smaller, to each side. */
export type Shrink = 2 | 4;

/** The size of a raster for shrunk ops, in pixels. */
export function shrunkSize(by: Shrink): { width: number; height: number } {
  return { width: RASTER_WIDTH / by, height: RASTER_HEIGHT / by };
}

/** An op as it is drawn on a smaller raster. Undefined for a fill that covers none of its pixels. */
export function shrink(op: Op, by: Shrink): Op | undefined {
  switch (op.kind) {
    case "begin":
      return { ...op, x: op.x / by, y: op.y / by, size: op.size / by };
    case "points":
      return { ...op, points: op.points.map((at) => at / by) };
    case "fill": {
      const runs = shrinkRuns(op.runs, by);
      return runs && { ...op, runs };
    }
    default:
      return op;
  }
}

/** Each small pixel has the weight of the large one at its middle. */
function shrinkRuns(runs: Runs, by: Shrink): Runs | undefined {
  const middle = by >> 1;
  const first = (from: number) => Math.ceil((from - middle) / by);
  const x = first(runs.x);
  const y = first(runs.y);
  const width = first(runs.x + runs.width) - x;
  const height = first(runs.y + runs.height) - y;
  if (width <= 0 || height <= 0) return undefined;
  const weights = new Uint8Array(width * height);
  eachRun(runs, (fromX, atY, count, at) => {
    if (atY % by !== middle) return;
    const row = ((atY - middle) / by - y) * width - x;
    for (let i = first(fromX); i < first(fromX + count); i++) {
      weights[row + i] = at < 0 ? 255 : runs.bytes[at + i * by + middle - fromX];
    }
  });
  const bytes = packRuns(weights);
  return bytes && { x, y, width, height, bytes };
}
