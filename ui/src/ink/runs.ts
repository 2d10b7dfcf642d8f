/**
 * Which pixels a fill covers, and how much: the twin of Go's room/ink/runs.go.
 *
 *   x, y           uvarint   its left top pixel
 *   width, height  uvarint   in pixels, 1 or more, all on the raster
 *   runs                     of its pixels in row order, on across the ends of rows,
 *                            until there is none left; at most MAX_RUNS bytes:
 *     count<<2 | 0 uvarint   so many pixels are not covered
 *     count<<2 | 1 uvarint   so many are, with a weight of 255
 *     count<<2 | 2 uvarint   so many have weights of their own: a byte each follows
 */
import {
  createReader,
  createWriter,
  Malformed,
  type Reader,
  readUvarint,
  toBytes,
  type Writer,
  writeByte,
  writeBytes,
  writeUvarint,
} from "./bytes";
import { RASTER_HEIGHT, RASTER_WIDTH } from "./size";

/** The most bytes of a fill's runs. */
export const MAX_RUNS = 48 * 1024;

/** The runs of a rectangle of the raster, in pixels. */
export type Runs = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
};

const SKIP = 0;
const SOLID = 1;
const SOFT = 2;

/** Reads and checks the runs at the reader's position. @throws Malformed */
export function readRuns(r: Reader): Runs {
  const x = readUvarint(r);
  const y = readUvarint(r);
  const width = readUvarint(r);
  const height = readUvarint(r);
  if (!isOnRaster(x, y, width, height)) throw new Malformed("ink: a fill beyond the raster");
  const from = r.at;
  for (let left = width * height; left > 0; ) {
    const { kind, count } = readHead(r);
    if (count < 1 || count > left || kind > SOFT) throw new Malformed("ink: runs that don't fit");
    left -= count;
    if (kind === SOFT) {
      if (r.bytes.length - r.at < count) throw new Malformed("the bytes end too early");
      r.at += count;
    }
    if (r.at - from > MAX_RUNS) throw new Malformed("ink: too many runs");
  }
  return { x, y, width, height, bytes: r.bytes.slice(from, r.at) };
}

export function writeRuns(w: Writer, runs: Runs): void {
  for (const field of [runs.x, runs.y, runs.width, runs.height]) writeUvarint(w, field);
  writeBytes(w, runs.bytes);
}

/** Describes what is wrong with runs, or "". */
export function checkRuns(runs: Runs): string {
  const w = createWriter(runs.bytes.length + 20);
  writeRuns(w, runs);
  const r = createReader(toBytes(w));
  try {
    readRuns(r);
  } catch (error) {
    return (error as Error).message;
  }
  return r.at === w.length ? "" : "runs beyond their rectangle";
}

/**
 * Calls visit with each run that covers something, split at the ends of rows: its position on the
 * raster and the offset of its weights in the bytes, or -1 if all are 255. It goes row by row from
 * the top, from left to right.
 */
export function eachRun(
  runs: Runs,
  visit: (x: number, y: number, count: number, weights: number) => void,
): void {
  const { width, bytes } = runs;
  const r = createReader(bytes);
  let x = 0;
  let y = 0;
  while (r.at < bytes.length) {
    let { kind, count } = readHead(r);
    let weights = -1;
    if (kind === SOFT) {
      weights = r.at;
      r.at += count;
    }
    while (count > 0) {
      const here = Math.min(count, width - x);
      if (kind !== SKIP) visit(runs.x + x, runs.y + y, here, weights);
      if (kind === SOFT) weights += here;
      count -= here;
      x += here;
      if (x === width) {
        x = 0;
        y++;
      }
    }
  }
}

/**
 * Packs weights in row order into as few runs as possible; undefined if they take more than
 * MAX_RUNS bytes.
 */
export function packRuns(weights: Uint8Array): Uint8Array | undefined {
  const w = createWriter(1024);
  for (let i = 0; i < weights.length; ) {
    const kind = kindOf(weights[i]);
    const from = i++;
    if (kind === SOFT) while (i < weights.length && kindOf(weights[i]) === SOFT) i++;
    else while (i < weights.length && weights[i] === weights[from]) i++;
    writeUvarint(w, (i - from) * 4 + kind);
    if (kind === SOFT) for (let j = from; j < i; j++) writeByte(w, weights[j]);
    if (w.length > MAX_RUNS) return undefined;
  }
  return toBytes(w);
}

function kindOf(weight: number): number {
  return weight === 0 ? SKIP : weight === 255 ? SOLID : SOFT;
}

/** Counts may exceed 32 bits, as the input is not trusted. */
function readHead(r: Reader): { kind: number; count: number } {
  const head = readUvarint(r);
  const kind = head % 4;
  return { kind, count: (head - kind) / 4 };
}

function isOnRaster(x: number, y: number, width: number, height: number): boolean {
  return width >= 1 && height >= 1 && x + width <= RASTER_WIDTH && y + height <= RASTER_HEIGHT;
}
