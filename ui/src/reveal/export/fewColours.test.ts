import { expect, test } from "vitest";
import { type ColourCounts, choosePalette, countColours, createIndexer } from "./fewColours";

const PAPER = 0xf6fdff; // #FFFDF6
const WHITE = 0xffffff;
const RED = 0x0000ff;
const BLACK = 0;

/** A picture of areas: so many pixels of each colour. */
function picture(...areas: [colour: number, pixels: number][]): Uint32Array {
  return Uint32Array.from(
    areas.flatMap(([colour, n]) => Array(n).fill((0xff000000 | colour) >>> 0)),
  );
}

function tallyOf(...pictures: Uint32Array[]): ColourCounts {
  const tally: ColourCounts = new Map();
  for (const one of pictures) countColours(one, tally);
  return tally;
}

/** So many blends of two colours, from one to the other, of 50 pixels each. */
function blends(from: number, to: number, n: number): [number, number][] {
  const mix = (shift: number, share: number) => {
    const [a, b] = [(from >>> shift) & 0xff, (to >>> shift) & 0xff];
    return Math.round(a + (b - a) * share) << shift;
  };
  return Array.from({ length: n }, (_, i) => {
    const share = (i + 1) / (n + 1);
    return [mix(0, share) | mix(8, share) | mix(16, share), 50];
  });
}

test("counts each colour of all pictures", () => {
  const tally = tallyOf(picture([RED, 3], [PAPER, 2], [RED, 1]), picture([BLACK, 4]));
  expect([...tally]).toEqual([
    [RED, 4],
    [PAPER, 2],
    [BLACK, 4],
  ]);
});

test("few colours are all kept", () => {
  const tally = tallyOf(picture([RED, 30], [PAPER, 2], [BLACK, 1]));
  expect(choosePalette(tally, 256, []).sort()).toEqual([RED, PAPER, BLACK].sort());
});

test("what is in one picture alone has its colours", () => {
  const last = picture([BLACK, 40_000], [PAPER, 100_000], ...blends(BLACK, PAPER, 400));
  const early = picture([PAPER, 140_000], ...blends(RED, PAPER, 20));
  const palette = choosePalette(tallyOf(early, ...Array(200).fill(last)), 64, []);
  const shown = createIndexer(palette)(picture(...blends(RED, PAPER, 20)));
  for (const [i, [colour]] of blends(RED, PAPER, 20).entries()) {
    const got = palette[shown[i * 50]];
    for (const shift of [0, 8, 16]) {
      const off = Math.abs(((got >>> shift) & 0xff) - ((colour >>> shift) & 0xff));
      expect(off, `#${i}`).toBeLessThan(32);
    }
  }
});

test("a small area of an ink is of that ink, beside one much like it and many blends", () => {
  const film = picture(
    [PAPER, 160_000],
    [WHITE, 40],
    ...blends(PAPER, BLACK, 3000),
    ...blends(RED, WHITE, 3000),
  );
  const palette = choosePalette(tallyOf(film), 256, [PAPER, WHITE, RED, BLACK]);
  expect(palette).toHaveLength(256);
  const [white, paper] = createIndexer(palette)(Uint32Array.of(0xffffffff, 0xff000000 | PAPER));
  expect([palette[white], palette[paper]]).toEqual([WHITE, PAPER]);
});

test("of more inks than there is room for, those that are seen most are exact, and half is left", () => {
  const inks = Array.from({ length: 200 }, (_, i) => i * 0x010305);
  const film = picture(...inks.map((ink, i): [number, number] => [ink, 1000 - i]));
  const palette = choosePalette(tallyOf(film), 128, [...inks, 0x123456]);
  expect(palette.slice(0, 64)).toEqual(inks.slice(0, 64));
  expect(palette).toHaveLength(128);
});
