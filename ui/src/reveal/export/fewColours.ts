/** A palette of few colours that serves every picture of a film. Pure: pixels are words of RGBA bytes, 0xAABBGGRR. */

/** How often colours are seen, by 0xBBGGRR. */
export type Tally = Map<number, number>;

const OPAQUE = 0xffffff;

/** Counts the pixels of a picture. */
export function count(pixels: Uint32Array, into: Tally): void {
  for (let i = 0; i < pixels.length; ) {
    const from = i;
    const colour = pixels[i] & OPAQUE;
    do i++;
    while (i < pixels.length && (pixels[i] & OPAQUE) === colour);
    into.set(colour, (into.get(colour) ?? 0) + i - from);
  }
}

/**
 * At most `size` of the colours. First come those of `flat` that are seen, as areas of one colour show every change of
 * it; then one after the other the colour that those before serve worst: the farther it is from all of them, and the
 * more it is seen. By the root of how often, so that what is seen in few pictures has its colours as well.
 */
export function choose(tally: Tally, size: number, flat: Iterable<number>): number[] {
  const colours = [...tally.keys()];
  const weights = Float64Array.from(tally.values(), Math.sqrt);
  const faults = new Float64Array(colours.length).fill(Number.POSITIVE_INFINITY);
  const palette: number[] = [];

  function take(colour: number): void {
    palette.push(colour);
    for (let i = 0; i < colours.length; i++) {
      const fault = weights[i] * apart(colours[i], colour);
      if (fault < faults[i]) faults[i] = fault;
    }
  }

  function worst(): number {
    let at = 0;
    for (let i = 1; i < faults.length; i++) if (faults[i] > faults[at]) at = i;
    return at;
  }

  const often = (colour: number) => tally.get(colour) ?? 0;
  const seen = [...new Set(flat)].filter((colour) => often(colour) > 0);
  // Half is left for their blends.
  for (const colour of seen.sort((a, b) => often(b) - often(a)).slice(0, size / 2)) take(colour);
  while (palette.length < Math.min(size, colours.length)) {
    const at = worst();
    if (faults[at] === 0) break;
    take(colours[at]);
  }
  return palette;
}

/** Turns pictures into places in a palette: of each pixel the nearest colour. */
export function createIndexer(palette: readonly number[]): (pixels: Uint32Array) => Uint8Array {
  const known = new Map<number, number>();

  function nearest(colour: number): number {
    let best = 0;
    for (let i = 1; i < palette.length; i++) {
      if (apart(palette[i], colour) < apart(palette[best], colour)) best = i;
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

/** How far two colours are apart, squared. */
function apart(a: number, b: number): number {
  const red = (a & 0xff) - (b & 0xff);
  const green = ((a >>> 8) & 0xff) - ((b >>> 8) & 0xff);
  const blue = (a >>> 16) - (b >>> 16);
  return red * red + green * green + blue * blue;
}
