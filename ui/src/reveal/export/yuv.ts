/**
 * Converts pixels to video: BT.709 in limited range, one colour per 2 x 2 pixels. Browsers convert
 * a canvas with other matrices without labelling them, so players would show other colours than
 * were drawn. Pure.
 */

/** The colour space of a VideoFrame in format I420. */
export const COLOUR_SPACE = {
  primaries: "bt709",
  transfer: "bt709",
  matrix: "bt709",
  fullRange: false,
} as const;

/**
 * The shares of red and blue in luma, and the share of each channel in 1/65536 of a step of the
 * limited range.
 */
const KR = 0.2126;
const KB = 0.0722;
const ONE = 65_536;
const LUMA = (219 / 255) * ONE;
const CHROMA = (112 / 255) * ONE;
const Y = [KR, 1 - KR - KB, KB].map((share) => Math.round(share * LUMA));
const U = [-KR, KR + KB - 1, 1 - KB].map((share) => Math.round((share / (1 - KB)) * CHROMA));
const V = [1 - KR, KR + KB - 1, -KB].map((share) => Math.round((share / (1 - KR)) * CHROMA));

/**
 * Converts pictures of one size (even width and height) from 0xAABBGGRR to the three planes of
 * I420; the returned bytes are reused by the next call.
 */
export function createYuv(width: number, height: number): (pixels: Uint32Array) => Uint8Array {
  const size = width * height;
  const planes = new Uint8Array(size + size / 2);
  const atU = size;
  const atV = size + size / 4;

  return (pixels) => {
    let word = -1;
    let luma = 0;
    for (let i = 0; i < size; i++) {
      // Most pixels equal their neighbour.
      if (pixels[i] !== word) {
        word = pixels[i];
        const [r, g, b] = [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff];
        luma = 16 + ((Y[0] * r + Y[1] * g + Y[2] * b + ONE / 2) >> 16);
      }
      planes[i] = luma;
    }
    for (let y = 0, to = 0; y < height; y += 2) {
      for (let x = 0; x < width; x += 2, to++) {
        const at = y * width + x;
        let [r, g, b] = [0, 0, 0];
        for (const word of [
          pixels[at],
          pixels[at + 1],
          pixels[at + width],
          pixels[at + width + 1],
        ]) {
          r += word & 0xff;
          g += (word >>> 8) & 0xff;
          b += (word >>> 16) & 0xff;
        }
        planes[atU + to] = 128 + ((U[0] * r + U[1] * g + U[2] * b + 2 * ONE) >> 18);
        planes[atV + to] = 128 + ((V[0] * r + V[1] * g + V[2] * b + 2 * ONE) >> 18);
      }
    }
    return planes;
  };
}
