/**
 * The hash by which pages and server check that they have the same picture: 16 hex digits, defined
 * in room/ink/doc.go. It is made of hashes of tiles, so that only changed tiles are hashed again.
 */
import type { Bounds } from "./rect";

const TILE_BITS = 6;
const TILE = 1 << TILE_BITS;

export type Tiles = {
  /** Marks the pixels of a rectangle as changed. */
  touch(b: Bounds): void;
  /** Hashes at most this many changed tiles; reports whether none is left. */
  look(pixels: Uint32Array, atMost: number): boolean;
  /** The hash of the picture; hashes all changed tiles. */
  hash(pixels: Uint32Array): string;
};

/** The tiles of a raster of a single colour. */
export function createTiles(width: number, height: number): Tiles {
  const across = (width + TILE - 1) >> TILE_BITS;
  const down = (height + TILE - 1) >> TILE_BITS;
  const first = new Int32Array(across * down);
  const second = new Int32Array(across * down);
  const changed = new Uint8Array(across * down).fill(1);
  let left = changed.length;
  /** Where the search for changed tiles continues. */
  let next = 0;

  function lookAt(pixels: Uint32Array, tile: number): void {
    const x0 = (tile % across) << TILE_BITS;
    const y0 = Math.floor(tile / across) << TILE_BITS;
    const x1 = Math.min(x0 + TILE, width);
    const y1 = Math.min(y0 + TILE, height);
    let h1 = FIRST;
    let h2 = SECOND;
    for (let y = y0; y < y1; y++) {
      for (let i = y * width + x0; i < y * width + x1; i++) {
        const p = pixels[i];
        const w = 0xff000000 | ((p & 0xff) << 16) | (p & 0xff00) | ((p >>> 16) & 0xff);
        h1 = Math.imul(h1 ^ w, FIRST_PRIME);
        h2 = Math.imul(h2 ^ w, SECOND_PRIME);
      }
    }
    first[tile] = mix(h1);
    second[tile] = mix(h2);
  }

  function look(pixels: Uint32Array, atMost: number): boolean {
    for (let n = 0; left > 0 && n < atMost; n++) {
      while (changed[next] === 0) next = (next + 1) % changed.length;
      changed[next] = 0;
      left--;
      lookAt(pixels, next);
    }
    return left === 0;
  }

  return {
    touch({ x0, y0, x1, y1 }) {
      for (let row = y0 >> TILE_BITS; row <= (y1 - 1) >> TILE_BITS; row++) {
        for (let column = x0 >> TILE_BITS; column <= (x1 - 1) >> TILE_BITS; column++) {
          const tile = row * across + column;
          left += 1 - changed[tile];
          changed[tile] = 1;
        }
      }
    },
    look,
    hash(pixels) {
      look(pixels, changed.length);
      let h1 = FIRST;
      let h2 = SECOND;
      for (let tile = 0; tile < changed.length; tile++) {
        h1 = Math.imul(h1 ^ first[tile], FIRST_PRIME);
        h2 = Math.imul(h2 ^ second[tile], SECOND_PRIME);
      }
      return hex(mix(h1)) + hex(mix(h2));
    },
  };
}

const FIRST = 0x811c9dc5 | 0;
const FIRST_PRIME = 0x01000193;
const SECOND = 0x9747b28c | 0;
const SECOND_PRIME = 0x85ebca6b;

function mix(lane: number): number {
  const h = Math.imul(lane ^ (lane >>> 16), 0x7feb352d);
  return h ^ (h >>> 15);
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, "0");
}
