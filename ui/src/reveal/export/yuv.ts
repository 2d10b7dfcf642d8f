/**
 * Pictures as video has them: BT.709 in limited range, a colour for each 2 x 2 pixels. Browsers turn a canvas into one
 * by other matrices and say nothing of it, so that players show other colours than were drawn. Pure.
 */

/** As a VideoFrame of format I420 says it. */
export const COLOUR_SPACE = {
  primaries: "bt709",
  transfer: "bt709",
  matrix: "bt709",
  fullRange: false,
} as const;

/** Shares of red and blue in luma, and the shares of each channel in 1/65536 of a step of the limited range. */
const KR = 0.2126;
const KB = 0.0722;
const ONE = 65_536;
const LUMA = (219 / 255) * ONE;
const CHROMA = (112 / 255) * ONE;
const Y = [KR, 1 - KR - KB, KB].map((share) => Math.round(share * LUMA));
const U = [-KR, KR + KB - 1, 1 - KB].map((share) => Math.round((share / (1 - KB)) * CHROMA));
const V = [1 - KR, KR + KB - 1, -KB].map((share) => Math.round((share / (1 - KR)) * CHROMA));

/** Makes pictures of one size, even both ways, of pixels 0xAABBGGRR into the three planes of I420; the bytes are those of the last call's. */
export function createYuv(width: number, height: number): (pixels: Uint32Array) => Uint8Array {
  const size = width * height;
  const planes = new Uint8Array(size + size / 2);
  const atU = size;
  const atV = size + size / 4;

  return (pixels) => {
    let word = -1;
    let luma = 0;
    for (let i = 0; i < size; i++) {
      // Most pixels are as their neighbour.
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
