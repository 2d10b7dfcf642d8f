import { beforeEach, describe, expect, it, vi } from "vitest";
import { stubAudio, tones } from "./audio.fixture";
import { feel, scribble, setSound, soundOn } from "./sound";
import { sounds, vibrations } from "./sounds";

const vibrate = vi.fn();
let reduced = false;

beforeEach(async () => {
  stubAudio();
  vi.stubGlobal("navigator", { vibrate, userActivation: { hasBeenActive: true } });
  vi.stubGlobal("matchMedia", () => ({ matches: reduced }));
  reduced = false;
  await setSound(false);
  await settled();
  tones.length = 0;
  vibrate.mockClear();
});

async function settled() {
  await vi.dynamicImportSettled();
  await Promise.resolve();
}

describe("sounds", () => {
  it("are off until asked for", async () => {
    expect(soundOn.value).toBe(false);
    feel("turn");
    void scribble(500);
    await settled();
    expect([tones.length, vibrate.mock.calls.length]).toEqual([0, 0]);
  });

  it("are heard and felt once turned on, and no more once turned off", async () => {
    await setSound(true);
    await settled();
    expect(tones, "how it sounds").toHaveLength(sounds.match.length);
    feel("turn");
    await settled();
    expect(vibrate).toHaveBeenLastCalledWith(vibrations.turn);
    await setSound(false);
    tones.length = 0;
    feel("match");
    await settled();
    expect(tones).toEqual([]);
  });

  it("do not vibrate with reduced motion", async () => {
    reduced = true;
    await setSound(true);
    feel("turn");
    await settled();
    expect(vibrate).not.toHaveBeenCalled();
    expect(tones).not.toEqual([]);
  });

  it("start one pencil for all strokes", async () => {
    await setSound(true);
    await settled();
    tones.length = 0;
    await scribble(300);
    await scribble(600);
    expect(tones).toHaveLength(1);
  });
});
