import { describe, expect, it } from "vitest";
import { pencilAt, sounds, type Tone, vibrations } from "./sounds";

const all = Object.entries<readonly Tone[]>(sounds);

describe.each(all)("%s", (_, tones) => {
  it("is soft, short and within what phones can play", () => {
    for (const { at, length, pitch, glide = pitch, loudness } of tones) {
      expect(loudness).toBeGreaterThan(0.01);
      expect(loudness).toBeLessThanOrEqual(0.12);
      expect(at + length).toBeLessThan(2.5);
      for (const hertz of [pitch, glide]) {
        expect(hertz).toBeGreaterThan(200);
        expect(hertz).toBeLessThan(4000);
      }
    }
  });

  it("begins its tones in order", () => {
    const starts = tones.map(({ at }) => at);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });
});

it("a tick is over before the next second", () => {
  for (const { at, length } of sounds.tick) expect(at + length).toBeLessThan(0.5);
});

it("a pencil at rest is silent; a faster one is louder and brighter, but quieter than all else", () => {
  expect(pencilAt(0).loudness).toBe(0);
  const slow = pencilAt(200);
  const fast = pencilAt(1500);
  expect(fast.loudness).toBeGreaterThan(slow.loudness);
  expect(fast.pitch).toBeGreaterThan(slow.pitch);
  const softest = Math.min(...all.flatMap(([, tones]) => tones.map(({ loudness }) => loudness)));
  expect(pencilAt(1e9).loudness).toBeLessThan(softest);
});

it("only a prompt and a match are felt, for a moment", () => {
  expect(Object.keys(vibrations).sort()).toEqual(["match", "turn"]);
  for (const pattern of Object.values(vibrations))
    expect(pattern.reduce((sum, ms) => sum + ms)).toBeLessThan(200);
});
