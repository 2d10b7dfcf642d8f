/**
 * Decodes the server's pictures, in the Quite OK Image format, version 1.0
 * (https://qoiformat.org/qoi-specification.pdf), RGB only.
 */
import { Malformed } from "./bytes";

export type QoiReader = {
  /** In row order, 0xFFBBGGRR; the pixels decoded so far. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** Decodes at least this many more pixels; reports whether all are decoded. Throws Malformed. */
  read(count: number): boolean;
};

const HEADER = 14;
const MAGIC = 0x716f6966; // "qoif"
const RGB = 3;
const END = 8;

/** The chunk types, by the high bits of their first byte. */
const DIFF = 0x40;
const LUMA = 0x80;
const RUN = 0xc0;
const COLOUR = 0xfe;
const COLOUR_AND_ALPHA = 0xff;

/** Decodes a picture of this size. Throws Malformed for any other. */
export function createQoiReader(bytes: Uint8Array, width: number, height: number): QoiReader {
  if (bytes.length < HEADER + END) throw new Malformed("a picture ends too early");
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER);
  if (header.getUint32(0) !== MAGIC || header.getUint8(12) !== RGB) {
    throw new Malformed("this is no QOI in RGB");
  }
  if (header.getUint32(4) !== width || header.getUint32(8) !== height) {
    throw new Malformed(`a picture is not ${width} x ${height}`);
  }
  const pixels = new Uint32Array(width * height);
  const seen = new Uint32Array(64);
  const end = bytes.length - END;
  let at = HEADER;
  let next = 0;
  let last = 0xff000000;

  function read(count: number): boolean {
    const until = Math.min(next + count, pixels.length);
    let pixel = last;
    let r = pixel & 0xff;
    let g = (pixel >>> 8) & 0xff;
    let b = (pixel >>> 16) & 0xff;
    while (next < until) {
      if (at >= end) throw new Malformed("a picture ends too early");
      const head = bytes[at++];
      if (head >= RUN && head < COLOUR) {
        const to = next + (head & 63) + 1;
        if (to > pixels.length) throw new Malformed("a picture does not end");
        while (next < to) pixels[next++] = pixel;
        continue;
      }
      if (head < DIFF) {
        pixel = seen[head];
        r = pixel & 0xff;
        g = (pixel >>> 8) & 0xff;
        b = (pixel >>> 16) & 0xff;
      } else {
        if (head < LUMA) {
          r = (r + ((head >> 4) & 3) - 2) & 0xff;
          g = (g + ((head >> 2) & 3) - 2) & 0xff;
          b = (b + (head & 3) - 2) & 0xff;
        } else if (head < RUN) {
          const green = (head & 63) - 32;
          const beside = bytes[at++];
          r = (r + green + (beside >> 4) - 8) & 0xff;
          g = (g + green) & 0xff;
          b = (b + green + (beside & 15) - 8) & 0xff;
        } else if (head !== COLOUR_AND_ALPHA) {
          r = bytes[at++];
          g = bytes[at++];
          b = bytes[at++];
        } else throw new Malformed("a picture with alpha");
        pixel = (0xff000000 | (b << 16) | (g << 8) | r) >>> 0;
        seen[(3 * r + 5 * g + 7 * b + 11 * 0xff) & 63] = pixel;
      }
      pixels[next++] = pixel;
    }
    last = pixel;
    return next === pixels.length;
  }

  return { pixels, read };
}
