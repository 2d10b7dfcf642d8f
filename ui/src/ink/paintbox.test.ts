import { expect, test } from "vitest";
import { PAINTS } from "./paintbox";

const brightness = (colour: number) =>
  0.299 * (colour >> 16) + 0.587 * ((colour >> 8) & 0xff) + 0.114 * (colour & 0xff);

test("each row goes from pale to deep, and no paint is there twice", () => {
  for (const { colours } of PAINTS) {
    const all = colours.map(brightness);
    expect(all).toEqual(all.toSorted((a, b) => b - a));
    for (const colour of colours) expect(colour >>> 24).toBe(0);
  }
  const all = PAINTS.flatMap(({ colours }) => colours);
  expect(new Set(all).size).toBe(all.length);
});

test("hues are what they are called", () => {
  const middle = (name: string) => {
    const colour = PAINTS.find((row) => row.name === name)?.colours[3] ?? 0;
    return { r: colour >> 16, g: (colour >> 8) & 0xff, b: colour & 0xff };
  };
  const red = middle("hueRed");
  expect(red.r).toBeGreaterThan(Math.max(red.g, red.b) + 80);
  const green = middle("hueGreen");
  expect(green.g).toBeGreaterThan(Math.max(green.r, green.b) + 50);
  const blue = middle("hueBlue");
  expect(blue.b).toBeGreaterThan(Math.max(blue.r, blue.g) + 50);
});
