/**
 * Ink onto pixels: section 7 of room/ink/doc.go. A pixel is a word 0xFFBBGGRR,
 * so that the bytes of a little-endian machine are those of ImageData.
 */
import { eachTouched, type Mask, rowOf } from "./mask";
import type { Bounds } from "./rect";

/** The pixel of a colour 0xRRGGBB. */
export function toPixel(colour: number): number {
  return (0xff000000 | ((colour & 0xff) << 16) | (colour & 0xff00) | (colour >> 16)) >>> 0;
}

/** The greater of two masks along a part of one row. */
let greater = new Uint8Array(0);

/** Blends ink under the greater of two masks onto a part of the raster that they are of. */
export function blendMasks(
  pixels: Uint32Array,
  part: Bounds,
  a: Mask,
  b: Mask,
  pixel: number,
): void {
  const { width } = a;
  if (greater.length < width) greater = new Uint8Array(width);
  eachTouched(a, b, part, (left, top, right, bottom) => {
    for (let y = top; y < bottom; y++) {
      const inA = y >= a.used.y0 && y < a.used.y1;
      const inB = y >= b.used.y0 && y < b.used.y1;
      if (inA && inB) {
        greater.fill(0, left, right);
        raise(a, y, left, right);
        raise(b, y, left, right);
        blendRun(pixels, y * width + left, greater, left, right - left, pixel);
      } else if (inA || inB) {
        const mask = inA ? a : b;
        const from = Math.max(left, mask.used.x0);
        const to = Math.min(right, mask.used.x1);
        blendRun(pixels, y * width + from, mask.bytes, rowOf(mask, y) + from, to - from, pixel);
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
  // Red and blue share a word, 16 bits each; green has one of its own.
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
