/**
 * Chooses a small palette for all frames of a film. Pure: pixels are words of RGBA bytes,
 * 0xAABBGGRR.
 */

/** How many pixels each colour has, by 0xBBGGRR. */
export type ColourCounts = Map<number, number>;

const OPAQUE = 0xffffff;

/** Counts the pixels of a picture by colour. */
export function countColours(pixels: Uint32Array, into: ColourCounts): void {
  for (let i = 0; i < pixels.length; ) {
    const from = i;
    const colour = pixels[i] & OPAQUE;
    do i++;
    while (i < pixels.length && (pixels[i] & OPAQUE) === colour);
    into.set(colour, (into.get(colour) ?? 0) + i - from);
  }
}

/**
 * Chooses at most `size` of the colours. It begins with the used colours of `flat`, because areas
 * of one colour show every change of it. Then it repeatedly adds the colour that the palette serves
 * worst: the one farthest from the palette, weighted by the root of its count, so that rare colours
 * get a place, too.
 */
export function choosePalette(tally: ColourCounts, size: number, flat: Iterable<number>): number[] {
  const colours = [...tally.keys()];
  const weights = Float64Array.from(tally.values(), Math.sqrt);
  const errors = new Float64Array(colours.length).fill(Number.POSITIVE_INFINITY);
  const palette: number[] = [];

  function addColour(colour: number): void {
    palette.push(colour);
    for (let i = 0; i < colours.length; i++) {
      const error = weights[i] * distance(colours[i], colour);
      if (error < errors[i]) errors[i] = error;
    }
  }

  function worstServed(): number {
    let at = 0;
    for (let i = 1; i < errors.length; i++) if (errors[i] > errors[at]) at = i;
    return at;
  }

  const countOf = (colour: number) => tally.get(colour) ?? 0;
  const flatColours = [...new Set(flat)].filter((colour) => countOf(colour) > 0);
  // Half of the palette is left for blends.
  for (const colour of flatColours.sort((a, b) => countOf(b) - countOf(a)).slice(0, size / 2))
    addColour(colour);
  while (palette.length < Math.min(size, colours.length)) {
    const at = worstServed();
    if (errors[at] === 0) break;
    addColour(colours[at]);
  }
  return palette;
}

/** Maps each pixel of a picture to the index of the nearest palette colour. */
export function createIndexer(palette: readonly number[]): (pixels: Uint32Array) => Uint8Array {
  const known = new Map<number, number>();

  function nearest(colour: number): number {
    let best = 0;
    for (let i = 1; i < palette.length; i++) {
      if (distance(palette[i], colour) < distance(palette[best], colour)) best = i;
    }
    known.set(colour, best);
    return best;
  }

  return (pixels) => {
    const indexed = new Uint8Array(pixels.length);
    let last = -1;
    let index = 0;
    for (let i = 0; i < pixels.length; i++) {
      const colour = pixels[i] & OPAQUE;
      if (colour !== last) index = known.get(colour) ?? nearest(colour);
      last = colour;
      indexed[i] = index;
    }
    return indexed;
  };
}

/** The squared distance of two colours. */
function distance(a: number, b: number): number {
  const red = (a & 0xff) - (b & 0xff);
  const green = ((a >>> 8) & 0xff) - ((b >>> 8) & 0xff);
  const blue = (a >>> 16) - (b >>> 16);
  return red * red + green * green + blue * blue;
}
