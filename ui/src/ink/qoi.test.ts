import { describe, expect, test } from "vitest";
import { Malformed } from "./bytes";
import { seeded } from "./hand.fixture";
import { createQoiReader } from "./qoi";

const END = [0, 0, 0, 0, 0, 0, 0, 1];

/** A picture of these chunks. */
const picture = (width: number, height: number, chunks: readonly number[], channels = 3) =>
  Uint8Array.from(
    [..."qoif"]
      .map((c) => c.charCodeAt(0))
      .concat([0, 0, 0, width, 0, 0, 0, height, channels, 0], chunks, END),
  );

const asHex = (pixels: Uint32Array) => [...pixels].map((pixel) => pixel.toString(16));

function readAll(
  bytes: Uint8Array,
  width: number,
  height: number,
  count = width * height,
): Uint32Array {
  const reader = createQoiReader(bytes, width, height);
  while (!reader.read(count));
  return reader.pixels;
}

/** Each kind of chunk, as the specification has it: https://qoiformat.org/qoi-specification.pdf. */
const chunks = [
  ...[0xfe, 200, 100, 50], // that colour
  ...[0xc1], // and twice more
  ...[0b01_11_01_00], // +1, -1, -2
  ...[0b10_000010, 0b1111_0001], // green -30, red -30 + 7, blue -30 - 7
  ...[(3 * 200 + 5 * 100 + 7 * 50 + 11 * 255) % 64], // the first one again
  ...[0xfe, 0, 255, 1],
  ...[0b01_01_10_00], // -1, 0, -2: around the end
];
const pixels = "ff3264c8 ff3264c8 ff3264c8 ff3063c9 ff0b45b2 ff3264c8 ff01ff00 ffffffff".split(" ");

describe("a picture in QOI", () => {
  test("is read, chunk by chunk", () => {
    expect(asHex(readAll(picture(4, 2, chunks), 4, 2))).toEqual(pixels);
  });

  test("begins after opaque black", () => {
    expect(asHex(readAll(picture(2, 1, [0xc0, 0b01_11_10_10]), 2, 1))).toEqual([
      "ff000000",
      "ff000001",
    ]);
  });

  test("is the same read in parts", () => {
    for (const count of [1, 2, 3, 5, 7]) {
      expect(asHex(readAll(picture(4, 2, chunks), 4, 2, count)), `${count} at a time`).toEqual(
        pixels,
      );
    }
  });

  test.each<[string, Uint8Array, number]>([
    ["no picture", new Uint8Array(100), 4],
    ["nothing", new Uint8Array(0), 4],
    ["with alpha", picture(4, 2, chunks, 4), 4],
    ["with alpha in a chunk", picture(1, 1, [0xff, 1, 2, 3, 4]), 1],
    ["of another size", picture(4, 2, chunks), 3],
    ["that ends too early", picture(4, 2, chunks.slice(0, -1)), 4],
    ["that does not end", picture(4, 2, [...chunks.slice(0, -1), 0xc1]), 4],
  ])("is refused: %s", (_, bytes, width) => {
    expect(() => readAll(bytes, width, 2)).toThrow(Malformed);
  });

  test("is read or refused, whatever its bytes", () => {
    const random = seeded(7);
    for (let i = 0; i < 2000; i++) {
      const any = Array.from({ length: Math.floor(random() * 40) }, () =>
        Math.floor(random() * 256),
      );
      const reader = createQoiReader(picture(5, 5, any), 5, 5);
      try {
        while (!reader.read(4));
        expect(reader.pixels.every((pixel) => pixel >>> 24 === 0xff || pixel === 0)).toBe(true);
      } catch (err) {
        expect(err).toBeInstanceOf(Malformed);
      }
    }
  });
});
