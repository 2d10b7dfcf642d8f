/**
 * Downscales pictures by area: a pixel is the weighted mean of the pixels it covers. Pure, so that
 * it runs in a worker and gives the same result in every browser. Pixels are words 0xAABBGGRR.
 */
import type { Rect } from "../../ink/canvas";

export type Scaler = {
  /** The downscaled picture. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** Updates the pixels that a changed rectangle of the large picture, `from`, affects. */
  scale(from: Uint32Array, changed: Rect): void;
};

/**
 * What a pixel of the small picture covers along one axis: source pixels from `first` on, and their
 * weights.
 */
type Span = { first: number; weights: readonly number[] };

/**
 * The weight of a fully covered pixel. The product of two, times 255 and summed over a span, is
 * still an exact integer.
 */
const FULL_WEIGHT = 256;

export function createScaler(
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Scaler {
  const pixels = new Uint32Array(toWidth * toHeight);
  const columns = spans(width, toWidth);
  const rows = spans(height, toHeight);

  function mean(from: Uint32Array, row: Span, column: Span): number {
    let [red, green, blue, weight] = [0, 0, 0, 0];
    for (let i = 0; i < row.weights.length; i++) {
      const at = (row.first + i) * width + column.first;
      for (let j = 0; j < column.weights.length; j++) {
        const word = from[at + j];
        const share = row.weights[i] * column.weights[j];
        red += share * (word & 0xff);
        green += share * ((word >>> 8) & 0xff);
        blue += share * ((word >>> 16) & 0xff);
        weight += share;
      }
    }
    const half = weight / 2;
    const [r, g, b] = [red, green, blue].map((sum) => Math.floor((sum + half) / weight));
    return (0xff000000 | (b << 16) | (g << 8) | r) >>> 0;
  }

  /** The colour if all covered pixels have the same, else undefined: most of a drawing is paper. */
  function uniform(from: Uint32Array, row: Span, column: Span): number | undefined {
    const word = from[row.first * width + column.first];
    for (let i = 0; i < row.weights.length; i++) {
      const at = (row.first + i) * width + column.first;
      for (let j = 0; j < column.weights.length; j++) if (from[at + j] !== word) return undefined;
    }
    return word;
  }

  return {
    pixels,
    scale(from, { x, y, width: wide, height: high }) {
      const left = Math.floor((x * toWidth) / width);
      const right = Math.min(toWidth, Math.ceil(((x + wide) * toWidth) / width));
      const top = Math.floor((y * toHeight) / height);
      const bottom = Math.min(toHeight, Math.ceil(((y + high) * toHeight) / height));
      for (let toY = top; toY < bottom; toY++) {
        for (let toX = left; toX < right; toX++) {
          const [row, column] = [rows[toY], columns[toX]];
          pixels[toY * toWidth + toX] = uniform(from, row, column) ?? mean(from, row, column);
        }
      }
    },
  };
}

function spans(size: number, toSize: number): Span[] {
  return Array.from({ length: toSize }, (_, i) => {
    const from = (i * size) / toSize;
    const to = ((i + 1) * size) / toSize;
    const first = Math.floor(from);
    const weights: number[] = [];
    for (let at = first; at < to; at++) {
      const share = Math.round(FULL_WEIGHT * (Math.min(at + 1, to) - Math.max(at, from)));
      if (share > 0 || weights.length === 0) weights.push(share);
    }
    return { first, weights };
  });
}
