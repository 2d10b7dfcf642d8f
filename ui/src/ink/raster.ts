/** The pixels of settled marks. */
import { blendCover, exchangeCover } from "./blend";
import { runsBetween } from "./cover";
import { createTiles } from "./hash";
import type { Mark } from "./marks";
import { type Packed, pack, unpack } from "./packed";
import { type Bounds, isEmpty, overlap } from "./rect";

export type Raster = {
  /** In row order; a pixel is 0xFFBBGGRR. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** Lays a mark over all there is, with an ink. */
  lay(mark: Mark, pixel: number): void;
  /**
   * Draws a part anew from its top on, of the marks that are laid, each with its ink, until it is
   * whole or has taken about so many runs; tells up to which row.
   */
  redraw(
    part: Bounds,
    marks: readonly Mark[],
    inkOf: (mark: Mark) => number,
    atMost: number,
  ): { y: number; runs: number };
  /** Looks at so many changed tiles ahead of the next hash; tells whether it would be cheap now. */
  look(tiles: number): boolean;
  hash(): string;
  /** Shows these pixels in place of its own. */
  standIn(pixels: Uint32Array): void;
  save(): Packed;
  /** Goes back to what was saved, or to blank paper. */
  restore(saved?: Packed): void;
};

/** So many rows are drawn anew at a time. */
const BAND = 32;

export function createRaster(width: number, height: number, paper: number): Raster {
  const pixels = new Uint32Array(width * height).fill(paper);
  const whole = { x0: 0, y0: 0, x1: width, y1: height };
  const tiles = createTiles(width, height);

  function drawBand(band: Bounds, marks: readonly Mark[], inkOf: (mark: Mark) => number): number {
    let runs = 0;
    for (let y = band.y0; y < band.y1; y++) {
      pixels.fill(paper, y * width + band.x0, y * width + band.x1);
    }
    for (const mark of marks) {
      if (!mark.laid || !overlap(band, mark.cover.bounds)) continue;
      runs += runsBetween(mark.cover, band.y0, band.y1);
      layMark(pixels, width, band, mark, inkOf(mark));
    }
    return runs;
  }

  return {
    pixels,
    lay(mark, pixel) {
      if (isEmpty(mark.cover.bounds)) return;
      layMark(pixels, width, mark.cover.bounds, mark, pixel);
      tiles.touch(mark.cover.bounds);
    },
    redraw(part, marks, inkOf, atMost) {
      let runs = 0;
      let y = part.y0;
      while (y < part.y1 && (runs === 0 || runs < atMost)) {
        const band = { ...part, y0: y, y1: Math.min(y + BAND, part.y1) };
        runs += drawBand(band, marks, inkOf);
        y = band.y1;
      }
      tiles.touch({ ...part, y1: y });
      return { y, runs };
    },
    look: (atMost) => tiles.look(pixels, atMost),
    hash: () => tiles.hash(pixels),
    standIn(from) {
      pixels.set(from);
      tiles.touch(whole);
    },
    save: () => pack(pixels),
    restore(saved) {
      if (saved) unpack(saved, pixels);
      else pixels.fill(paper);
      tiles.touch(whole);
    },
  };
}

/** Lays a mark on a part of pixels that are so many wide. */
export function layMark(
  pixels: Uint32Array,
  width: number,
  part: Bounds,
  { kind, cover, ground }: Mark,
  pixel: number,
): void {
  if (kind === "fill") exchangeCover(pixels, width, part, cover, pixel, ground);
  else blendCover(pixels, width, part, cover, pixel);
}
