/** The colours and sizes that players choose from. */

/** An ink of the palette; `name` is also its translation key. */
export type Ink = { name: string; colour: number };

/** In the order of the dock: 6 x 2 on the phone, 3 x 4 at the side. */
export const INKS = [
  { name: "soot", colour: 0x000000 },
  { name: "snow", colour: 0xffffff },
  { name: "tangerine", colour: 0xe69f00 },
  { name: "sky", colour: 0x56b4e9 },
  { name: "fern", colour: 0x009e73 },
  { name: "lemon", colour: 0xf0e442 },
  { name: "ocean", colour: 0x0072b2 },
  { name: "fox", colour: 0xd55e00 },
  { name: "petal", colour: 0xcc79a7 },
  { name: "cocoa", colour: 0x6b3e1e },
  { name: "peach", colour: 0xffb9a6 },
  { name: "plum", colour: 0x4b2a63 },
] as const satisfies readonly Ink[];

/** The papers of themes. */
export const PAPERS = [
  { name: "plain", colour: 0xfffdf6 },
  { name: "butter", colour: 0xfff3cf },
  { name: "mist", colour: 0xe9f1f4 },
  { name: "blush", colour: 0xfbe9e3 },
  { name: "mint", colour: 0xe6f2e8 },
  { name: "kraft", colour: 0xe3cfae },
] as const satisfies readonly Ink[];

/** The colours of the seats, as in tokens.css: tints that show whose ink it is. */
export const SEAT_COLOURS: readonly [number, number] = [0xb83412, 0x175fae];

/** The five brush sizes, as diameters in units: from a fine line to a broad wash. */
export const SIZES = [12, 24, 44, 88, 176] as const;

/** "#RRGGBB" of a colour. */
export function toHex(colour: number): string {
  return `#${colour.toString(16).padStart(6, "0").toUpperCase()}`;
}

/** The colour of "#RRGGBB". @throws RangeError for anything else. */
export function fromHex(hex: string): number {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new RangeError(`not a colour: ${hex}`);
  return Number.parseInt(hex.slice(1), 16);
}

/** Whether a colour needs an outline to be visible on light or dark paper. */
export function isEdged(colour: number): boolean {
  const [r, g, b] = [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
  const brightness = (299 * r + 587 * g + 114 * b) / 1000;
  return brightness < 80 || brightness > 195;
}
