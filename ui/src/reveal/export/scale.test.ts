import { describe, expect, it } from "vitest";
import { createScaler } from "./scale";

const [black, white, red] = [0xff000000, 0xffffffff, 0xff0000ff];
const grey = (value: number) => (0xff000000 | (value * 0x010101)) >>> 0;

/** A picture of one letter a pixel, scaled as a whole. */
function scaled(rows: string[], toWidth: number, toHeight: number): number[] {
  const colours: Record<string, number> = { ".": white, "#": black, r: red };
  const from = Uint32Array.from(rows.join(""), (letter) => colours[letter]);
  const [width, height] = [rows[0].length, rows.length];
  const scaler = createScaler(width, height, toWidth, toHeight);
  scaler.scale(from, { x: 0, y: 0, width, height });
  return [...scaler.pixels];
}

describe("a scaled picture", () => {
  it("is the same in its own size", () => {
    expect(scaled(["#.", ".r"], 2, 2)).toEqual([black, white, white, red]);
  });

  it("has the mean of what a pixel covers", () => {
    expect(scaled(["#.", ".#"], 1, 1)).toEqual([grey(128)]);
    expect(scaled(["####", "####", "....", "####"], 2, 2)).toEqual([
      black,
      black,
      grey(128),
      grey(128),
    ]);
  });

  it("weighs a pixel by how much of it is covered", () => {
    // Each of two pixels covers one and a half of three.
    expect(scaled(["#.."], 2, 1)).toEqual([grey(85), white]);
  });

  it("keeps a plain colour exactly, in any size", () => {
    for (const size of [1, 3, 5, 7]) {
      const rows = Array.from({ length: 16 }, () => "r".repeat(16));
      expect(new Set(scaled(rows, size, size))).toEqual(new Set([red]));
    }
  });

  it("is renewed where the large one changed, and the same as one that is scaled whole", () => {
    const [width, height, toWidth, toHeight] = [64, 48, 15, 11];
    const from = new Uint32Array(width * height).fill(white);
    const parts = createScaler(width, height, toWidth, toHeight);
    parts.scale(from, { x: 0, y: 0, width, height });
    for (let i = 0; i < 40; i++) {
      const rect = { x: (i * 7) % 60, y: (i * 5) % 45, width: 4, height: 3 };
      for (let y = rect.y; y < rect.y + rect.height; y++) {
        for (let x = rect.x; x < rect.x + rect.width; x++) from[y * width + x] = grey(i * 6);
      }
      parts.scale(from, rect);
    }
    const whole = createScaler(width, height, toWidth, toHeight);
    whole.scale(from, { x: 0, y: 0, width, height });
    expect(parts.pixels).toEqual(whole.pixels);
  });
});
