/**
 * Ink onto pixels: section 7 of room/ink/doc.go. A pixel is a word 0xFFBBGGRR,
 * so that the bytes of a little-endian machine are those of ImageData.
 */
import { type Mask, rowOf } from "./mask";
import { type Bounds, isEmpty } from "./rect";

/** The pixel of a colour 0xRRGGBB. */
export function toPixel(colour: number): number {
  return (0xff000000 | ((colour & 0xff) << 16) | (colour & 0xff00) | (colour >> 16)) >>> 0;
}

/** Blends ink under a mask onto the whole raster. */
export function blendMask(pixels: Uint32Array, mask: Mask, pixel: number): void {
  const { used } = mask;
  if (isEmpty(used)) return;
  for (let y = used.y0; y < used.y1; y++) {
    blendRun(pixels, y * mask.width + used.x0, mask.bytes, rowOf(mask, y) + used.x0, used.x1 - used.x0, pixel);
  }
}

/** The greater of two masks along one row. */
let greater = new Uint8Array(0);

/** Blends ink under the greater of two masks of one raster onto a part of it. */
export function blendMasks(pixels: Uint32Array, part: Bounds, a: Mask, b: Mask, pixel: number): void {
  const { width } = a;
  if (greater.length < width) greater = new Uint8Array(width);
  for (let y = part.y0; y < part.y1; y++) {
    const inA = y >= a.used.y0 && y < a.used.y1;
    const inB = y >= b.used.y0 && y < b.used.y1;
    if (inA && inB) {
      const x0 = Math.max(part.x0, Math.min(a.used.x0, b.used.x0));
      const x1 = Math.min(part.x1, Math.max(a.used.x1, b.used.x1));
      if (x1 <= x0) continue;
      greater.fill(0, x0, x1);
      raise(a, y, x0, x1);
      raise(b, y, x0, x1);
      blendRun(pixels, y * width + x0, greater, x0, x1 - x0, pixel);
    } else if (inA || inB) {
      const mask = inA ? a : b;
      const x0 = Math.max(part.x0, mask.used.x0);
      const x1 = Math.min(part.x1, mask.used.x1);
      if (x1 > x0) blendRun(pixels, y * width + x0, mask.bytes, rowOf(mask, y) + x0, x1 - x0, pixel);
    }
  }
}

function raise(mask: Mask, y: number, from: number, to: number): void {
  const { bytes } = mask;
  const row = rowOf(mask, y);
  const end = Math.min(to, mask.used.x1);
  for (let x = Math.max(from, mask.used.x0); x < end; x++) {
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
