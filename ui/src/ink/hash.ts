/** The hash by which pages and server tell that they hold the same picture. */

/**
 * 16 hex digits of a raster of pixels 0xFFBBGGRR: two lanes of FNV-1a over the
 * words 0xFFRRGGBB, mixed, as room/ink/doc.go defines it.
 */
export function hashPixels(pixels: Uint32Array): string {
  let h1 = 0x811c9dc5 | 0;
  let h2 = 0x9747b28c | 0;
  for (let i = 0; i < pixels.length; i++) {
    const p = pixels[i];
    const w = 0xff000000 | ((p & 0xff) << 16) | (p & 0xff00) | ((p >>> 16) & 0xff);
    h1 = Math.imul(h1 ^ w, 0x01000193);
    h2 = Math.imul(h2 ^ w, 0x85ebca6b);
  }
  return hex(h1) + hex(h2);
}

function hex(lane: number): string {
  let h = Math.imul(lane ^ (lane >>> 16), 0x7feb352d);
  h ^= h >>> 15;
  return (h >>> 0).toString(16).padStart(8, "0");
}
