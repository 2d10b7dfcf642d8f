/** The pixels of settled marks. */
import { blendCover, exchangeCover } from "./blend";
import type { Cover } from "./cover";
import { createTiles } from "./hash";
import type { Mark } from "./marks";
import { type Packed, pack, unpack } from "./packed";
import { type Bounds, isEmpty, overlap } from "./rect";

export type Raster = {
  /** In row order; a pixel is 0xFFBBGGRR. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** Lays a mark over all there is. */
  lay(mark: Mark): void;
  /** Draws a part anew, of the marks that are laid. */
  redraw(part: Bounds, marks: readonly Mark[]): void;
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
    lay(mark) {
      if (isEmpty(mark.cover.bounds)) return;
      layMark(pixels, width, mark.cover.bounds, mark);
      tiles.touch(mark.cover.bounds);
    },
    redraw(part, marks) {
      for (let y = part.y0; y < part.y1; y++) {
        pixels.fill(paper, y * width + part.x0, y * width + part.x1);
      }
      for (const mark of marks) {
        if (mark.laid && overlap(part, mark.cover.bounds)) layMark(pixels, width, part, mark);
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

/** What of a mark must be known to see it. */
type Ink = { readonly kind: Mark["kind"]; readonly cover: Cover; pixel: number; ground: number };

/** Lays a mark on a part of pixels that are so many wide. */
export function layMark(pixels: Uint32Array, width: number, part: Bounds, mark: Ink): void {
  const { cover, pixel, ground } = mark;
  if (mark.kind === "fill") exchangeCover(pixels, width, part, cover, pixel, ground);
  else blendCover(pixels, width, part, cover, pixel);
}
