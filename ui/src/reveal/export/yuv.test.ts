import { expect, test } from "vitest";
import { INKS, PAPERS } from "../../ink/palette";
import { createYuv } from "./yuv";

/** A picture of 4 x 2, whose rows repeat these colours, 0xRRGGBB. */
function plain(...colours: number[]): Uint32Array {
  const pixels = Array.from({ length: 8 }, (_, i) => colours[i % colours.length]);
  return Uint32Array.from(
    pixels,
    (colour) => 0xff000000 | ((colour & 0xff) << 16) | (colour & 0xff00) | (colour >> 16),
  );
}

/** What a player of BT.709 in limited range shows. */
function shown(y: number, u: number, v: number): number[] {
  const luma = (255 / 219) * (y - 16);
  const [blue, red] = [u, v].map((c) => (255 / 224) * (c - 128));
  return [luma + 1.5748 * red, luma - 0.1873 * blue - 0.4681 * red, luma + 1.8556 * blue].map((c) =>
    Math.min(255, Math.max(0, Math.round(c))),
  );
}

test.each([
  ["white", 0xffffff, [235, 128, 128]],
  ["black", 0x000000, [16, 128, 128]],
  ["red", 0xff0000, [63, 102, 240]],
  ["green", 0x00ff00, [173, 42, 26]],
  ["blue", 0x0000ff, [32, 240, 118]],
] as const)("%s is what BT.709 says", (_, colour, [y, u, v]) => {
  const planes = createYuv(4, 2)(plain(colour));
  expect([...planes]).toEqual([...Array(8).fill(y), u, u, v, v]);
});

test("each ink and paper is shown as it was drawn, by two steps at most", () => {
  const yuv = createYuv(4, 2);
  for (const { name, colour } of [...INKS, ...PAPERS]) {
    const planes = yuv(plain(colour));
    const channels = [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
    for (const [i, channel] of shown(planes[0], planes[8], planes[10]).entries()) {
      expect(Math.abs(channel - channels[i]), `${name} #${i}`).toBeLessThanOrEqual(2);
    }
  }
});

test("each pixel has its light, and four share a colour", () => {
  const planes = createYuv(4, 2)(plain(0xffffff, 0x000000, 0xff0000, 0xff0000));
  expect([...planes]).toEqual([235, 16, 63, 63, 235, 16, 63, 63, 128, 102, 128, 240]);
});
