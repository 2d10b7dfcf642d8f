/** The pixels of settled marks. */
import { blendCover, exchangeCover } from "./blend";
import { createTiles } from "./hash";
import type { Mark } from "./marks";
import { type Packed, pack, unpack } from "./packed";
import { type Bounds, isEmpty, overlap } from "./rect";

export type Raster = {
  /** In row order; a pixel is 0xFFBBGGRR. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** Lays a mark over all there is, with an ink. */
  lay(mark: Mark, pixel: number): void;
  /** Draws a part anew, of the marks that are laid, each with its ink. */
  redraw(part: Bounds, marks: readonly Mark[], inkOf: (mark: Mark) => number): void;
  /** Looks at so many changed tiles ahead of the next hash; tells whether it would be cheap now. */
  look(tiles: number): boolean;
  hash(): string;
  save(): Packed;
  /** Goes back to what was saved, or to blank paper. */
  restore(saved?: Packed): void;
};

export function createRaster(width: number, height: number, paper: number): Raster {
  const pixels = new Uint32Array(width * height).fill(paper);
  const whole = { x0: 0, y0: 0, x1: width, y1: height };
  const tiles = createTiles(width, height);

  return {
    pixels,
    lay(mark, pixel) {
      if (isEmpty(mark.cover.bounds)) return;
      layMark(pixels, width, mark.cover.bounds, mark, pixel);
      tiles.touch(mark.cover.bounds);
    },
    redraw(part, marks, inkOf) {
      for (let y = part.y0; y < part.y1; y++) {
        pixels.fill(paper, y * width + part.x0, y * width + part.x1);
      }
      for (const mark of marks) {
        if (!mark.laid || !overlap(part, mark.cover.bounds)) continue;
        layMark(pixels, width, part, mark, inkOf(mark));
      }
      tiles.touch(part);
    },
    look: (atMost) => tiles.look(pixels, atMost),
    hash: () => tiles.hash(pixels),
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
