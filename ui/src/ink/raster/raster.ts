/** The raster: the pixels of the settled marks. */

import type { Mark } from "../marks";
import { blendCover, exchangeCover, type Surface } from "./blend";
import { runsBetween } from "./cover";
import { createTiles } from "./hash";
import { type Packed, pack, unpack } from "./packed";
import { type Bounds, isEmpty, overlap } from "./rect";

export type Raster = {
  /** In row order; a pixel is 0xFFBBGGRR. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** Copies a part to another surface. */
  copy(part: Bounds, to: Surface): void;
  /** Draws a mark on top, with an ink. */
  lay(mark: Mark, pixel: number): void;
  /**
   * Redraws a part from its top on, with the marks that are laid, until it is complete or has taken
   * about this many runs; returns the row it has reached.
   */
  redraw(
    part: Bounds,
    marks: readonly Mark[],
    inkOf: (mark: Mark) => number,
    atMost: number,
  ): { y: number; runs: number };
  /**
   * Hashes this many changed tiles in advance; reports whether the whole hash would be cheap now.
   */
  hashAhead(tiles: number): boolean;
  hash(): string;
  /** Uses these pixels, and takes ownership of them. */
  standIn(pixels: Uint32Array<ArrayBuffer>): void;
  save(): Packed;
  /** Restores saved pixels, or blank paper. */
  restore(saved?: Packed): void;
};

/** The number of rows redrawn at a time. */
const BAND = 32;

/**
 * Rows from this width on are copied as a view, which is faster. For narrow ones it is not, and a view a
 * row would be most of the garbage that a page makes while somebody draws.
 */
const WIDE = 256;

export function createRaster(width: number, height: number, paper: number): Raster {
  /** Blank paper takes no memory until something is drawn on it or its pixels are read. */
  let made: Uint32Array<ArrayBuffer> | undefined;
  const pixelsOf = () => {
    made ??= new Uint32Array(width * height).fill(paper);
    return made;
  };
  const surfaceOf = (): Surface => ({ pixels: pixelsOf(), stride: width, origin: 0 });
  const whole = { x0: 0, y0: 0, x1: width, y1: height };
  const tiles = createTiles(width, height);

  function drawBand(band: Bounds, marks: readonly Mark[], inkOf: (mark: Mark) => number): number {
    const surface = surfaceOf();
    let runs = 0;
    for (let y = band.y0; y < band.y1; y++) {
      surface.pixels.fill(paper, y * width + band.x0, y * width + band.x1);
    }
    for (const mark of marks) {
      if (!mark.laid || !overlap(band, mark.cover.bounds)) continue;
      runs += runsBetween(mark.cover, band.y0, band.y1);
      layMark(surface, band, mark, inkOf(mark));
    }
    return runs;
  }

  return {
    get pixels() {
      return pixelsOf();
    },
    copy({ x0, y0, x1, y1 }, { pixels, stride, origin }) {
      for (let y = y0; y < y1; y++) {
        const row = y * width;
        const to = origin + y * stride;
        if (!made) pixels.fill(paper, to + x0, to + x1);
        else if (x1 - x0 >= WIDE) pixels.set(made.subarray(row + x0, row + x1), to + x0);
        else for (let x = x0; x < x1; x++) pixels[to + x] = made[row + x];
      }
    },
    lay(mark, pixel) {
      if (isEmpty(mark.cover.bounds)) return;
      const surface = surfaceOf();
      layMark(surface, mark.cover.bounds, mark, pixel);
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
    hashAhead: (atMost) => tiles.look(pixelsOf(), atMost),
    hash: () => tiles.hash(pixelsOf()),
    standIn(from) {
      made = from;
      tiles.touch(whole);
    },
    save: () => pack(pixelsOf()),
    restore(saved) {
      if (saved) unpack(saved, pixelsOf());
      else made?.fill(paper);
      tiles.touch(whole);
    },
  };
}

/** Draws a mark on a part of the raster. */
export function layMark(
  surface: Surface,
  part: Bounds,
  { kind, cover, ground }: Mark,
  pixel: number,
): void {
  if (kind === "fill") exchangeCover(surface, part, cover, pixel, ground);
  else blendCover(surface, part, cover, pixel);
}
