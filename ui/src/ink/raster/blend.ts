/**
 * Blends ink onto pixels: section 7 of room/ink/doc.go. A pixel is a word 0xFFBBGGRR, so that on
 * little-endian machines its bytes are those of ImageData.
 */
import type { Cover } from "./cover";
import { eachTouched, type Mask, rowOf } from "./mask";
import type { Bounds } from "./rect";

/** Pixels of a raster or of a part of it, in row order: pixel x, y is pixels[origin + y * stride + x]. */
export type Surface = {
  readonly pixels: Uint32Array;
  readonly stride: number;
  readonly origin: number;
};

/** The pixel of a colour 0xRRGGBB. */
export function toPixel(colour: number): number {
  return (0xff000000 | toColour(colour)) >>> 0;
}

/** The colour 0xRRGGBB of a pixel: red and blue change places, as in `toPixel`. */
export function toColour(pixel: number): number {
  return ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >>> 16) & 0xff);
}

/** Mixes two pixels; `share` is the second one's, of 256. */
export function mix(a: number, b: number, share: number): number {
  const channel = (at: number): number => {
    const [from, to] = [(a >>> at) & 0xff, (b >>> at) & 0xff];
    return (from + (((to - from) * share) >> 8)) << at;
  };
  return (0xff000000 | channel(16) | channel(8) | channel(0)) >>> 0;
}

/** The greater of two masks along a part of one row. */
let greater = new Uint8Array(0);

/** Blends ink onto a part of the raster, under the greater of two masks. */
export function blendMasks(
  { pixels, stride, origin }: Surface,
  part: Bounds,
  a: Mask,
  b: Mask,
  pixel: number,
): void {
  const { width } = a;
  if (greater.length < width) greater = new Uint8Array(width);
  eachTouched(a, b, part, (left, top, right, bottom) => {
    for (let y = top; y < bottom; y++) {
      const at = origin + y * stride;
      const inA = y >= a.used.y0 && y < a.used.y1;
      const inB = y >= b.used.y0 && y < b.used.y1;
      if (inA && inB) {
        greater.fill(0, left, right);
        raise(a, y, left, right);
        raise(b, y, left, right);
        blendRun(pixels, at + left, greater, left, right - left, pixel);
      } else if (inA || inB) {
        const mask = inA ? a : b;
        const from = Math.max(left, mask.used.x0);
        const to = Math.min(right, mask.used.x1);
        blendRun(pixels, at + from, mask.bytes, rowOf(mask, y) + from, to - from, pixel);
      }
    }
  });
}

/** Raises `greater` to the mask along a part of row y. */
function raise(mask: Mask, y: number, left: number, right: number): void {
  const { bytes } = mask;
  const row = rowOf(mask, y);
  const to = Math.min(right, mask.used.x1);
  for (let x = Math.max(left, mask.used.x0); x < to; x++) {
    if (bytes[row + x] > greater[x]) greater[x] = bytes[row + x];
  }
}

/**
 * Blends a run of `count` pixels with ink of one colour.
 * @param pixel the ink, as toPixel gives it
 * @param cover coverage of the run, from index `from` on
 */
function blendRun(
  pixels: Uint32Array,
  at: number,
  cover: Uint8Array,
  from: number,
  count: number,
  pixel: number,
): void {
  // Red and blue share a word, 16 bits each; green has its own.
  const redBlue = pixel & 0xff00ff;
  const green = (pixel >>> 8) & 0xff;
  for (let i = 0; i < count; i++) {
    const c = cover[from + i];
    if (c === 0) continue;
    if (c === 255) {
      pixels[at + i] = pixel;
      continue;
    }
    const under = pixels[at + i];
    const rb = (Math.imul(under & 0xff00ff, 255 - c) + Math.imul(redBlue, c) + 0x800080) | 0;
    const g = ((under >>> 8) & 0xff) * (255 - c) + green * c + 128;
    pixels[at + i] =
      0xff000000 | (((rb + ((rb >>> 8) & 0xff00ff)) >>> 8) & 0xff00ff) | ((g + (g >> 8)) & 0xff00);
  }
}

/** Blends ink under a cover onto a part of the raster. */
export function blendCover(
  { pixels, stride, origin }: Surface,
  part: Bounds,
  { bounds, rows, runs, weights }: Cover,
  pixel: number,
): void {
  // This inlines eachRunOf, because whole pictures are drawn here.
  const bottom = Math.min(part.y1, bounds.y1);
  const left = Math.max(part.x0, bounds.x0);
  const right = Math.min(part.x1, bounds.x1);
  if (left >= right) return;
  for (let y = Math.max(part.y0, bounds.y0); y < bottom; y++) {
    const row = 2 * (y - bounds.y0);
    const at = origin + y * stride;
    let weight = rows[row + 1];
    for (let i = rows[row]; i < rows[row + 2]; i += 2) {
      const x = runs[i];
      if (x >= right) break;
      const count = runs[i + 1] >> 1;
      const soft = (runs[i + 1] & 1) !== 0;
      const from = Math.max(x, left);
      const to = Math.min(x + count, right);
      if (from < to) {
        if (soft) blendRun(pixels, at + from, weights, weight + from - x, to - from, pixel);
        else pixels.fill(pixel, at + from, at + to);
      }
      if (soft) weight += count;
    }
  }
}

/** Replaces the ground by a colour under a cover, in a part of the raster. */
export function exchangeCover(
  { pixels, stride, origin }: Surface,
  part: Bounds,
  cover: Cover,
  pixel: number,
  ground: number,
): void {
  const red = (pixel & 0xff) - (ground & 0xff);
  const green = ((pixel >>> 8) & 0xff) - ((ground >>> 8) & 0xff);
  const blue = ((pixel >>> 16) & 0xff) - ((ground >>> 16) & 0xff);
  eachRunOf(cover, part, (x, y, count, weights) => {
    const at = origin + y * stride + x;
    if (weights < 0) {
      pixels.fill(pixel, at, at + count);
      return;
    }
    for (let i = 0; i < count; i++) {
      const w = cover.weights[weights + i];
      const under = pixels[at + i];
      pixels[at + i] =
        w === 255
          ? pixel
          : (0xff000000 |
              (exchange((under >>> 16) & 0xff, blue * w) << 16) |
              (exchange((under >>> 8) & 0xff, green * w) << 8) |
              exchange(under & 0xff, red * w)) >>>
            0;
    }
  });
}

/** A channel plus a share, in 1/255, of the difference between colour and ground. */
function exchange(channel: number, difference: number): number {
  const v = Math.min(Math.max(channel * 255 + difference, 0), 65025) + 128;
  return (v + (v >> 8)) >> 8;
}

/**
 * Calls visit with the runs of a cover within a part of the raster; weights is -1 for full ones.
 */
function eachRunOf(
  { bounds, rows, runs }: Cover,
  part: Bounds,
  visit: (x: number, y: number, count: number, weights: number) => void,
): void {
  const bottom = Math.min(part.y1, bounds.y1);
  const left = Math.max(part.x0, bounds.x0);
  const right = Math.min(part.x1, bounds.x1);
  if (left >= right) return;
  for (let y = Math.max(part.y0, bounds.y0); y < bottom; y++) {
    const row = 2 * (y - bounds.y0);
    let weights = rows[row + 1];
    for (let i = rows[row]; i < rows[row + 2]; i += 2) {
      const x = runs[i];
      if (x >= right) break;
      const head = runs[i + 1];
      const count = head >> 1;
      const soft = (head & 1) !== 0;
      const from = Math.max(x, left);
      const to = Math.min(x + count, right);
      if (from < to) visit(from, y, to - from, soft ? weights + from - x : -1);
      if (soft) weights += count;
    }
  }
}
