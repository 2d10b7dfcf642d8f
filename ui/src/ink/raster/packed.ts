/** A compressed raster: drawings are mostly runs of one colour. */

/** Runs: a count and a pixel each. */
export type Packed = Uint32Array<ArrayBuffer>;

export function pack(pixels: Uint32Array): Packed {
  let runs = new Uint32Array(4096);
  let length = 0;
  for (let i = 0; i < pixels.length; ) {
    const pixel = pixels[i];
    const from = i++;
    while (i < pixels.length && pixels[i] === pixel) i++;
    if (length === runs.length) {
      const more = new Uint32Array(runs.length * 2);
      more.set(runs);
      runs = more;
    }
    runs[length++] = i - from;
    runs[length++] = pixel;
  }
  return runs.slice(0, length);
}

/** Unpacks a raster into pixels of the same size. */
export function unpack(packed: Packed, pixels: Uint32Array): void {
  let at = 0;
  for (let i = 0; i < packed.length; i += 2) {
    pixels.fill(packed[i + 1], at, at + packed[i]);
    at += packed[i];
  }
}
