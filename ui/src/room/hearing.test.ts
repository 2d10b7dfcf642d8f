import { describe, expect, it } from "vitest";
import { type Heard, soundOf } from "./hearing";

const drawing: Heard = {
  phase: "round",
  round: 2,
  seconds: 20,
  partnerHere: true,
  partnerFinished: false,
};

function heard(before: Partial<Heard>, now: Partial<Heard>) {
  return soundOf({ ...drawing, ...before }, { ...drawing, ...now });
}

describe("the sound of a change", () => {
  it.each<[string, string | undefined, Partial<Heard>, Partial<Heard>]>([
    ["nothing happens", undefined, {}, {}],
    ["a second passes", undefined, { seconds: 7 }, { seconds: 6 }],
    ["the fifth last second begins", "tick", { seconds: 6 }, { seconds: 5 }],
    ["the last second begins", "tick", { seconds: 2 }, { seconds: 1 }],
    ["the time is up", undefined, { seconds: 1 }, { seconds: 0 }],
    ["the state comes again in the last seconds", undefined, { seconds: 3 }, { seconds: 3 }],
    ["the first prompt is dealt", "turn", { phase: "counting_in", round: 0 }, { round: 1 }],
    ["the next prompt is dealt", "turn", { round: 1, seconds: 1 }, { seconds: 30 }],
    [
      "the count-in runs",
      undefined,
      { phase: "counting_in", seconds: 3 },
      { phase: "counting_in", seconds: 2 },
    ],
    [
      "the partner comes before the game",
      "partner",
      { phase: "gathering", partnerHere: false },
      { phase: "gathering" },
    ],
    ["the partner comes back", "partner", { partnerHere: false }, {}],
    ["the partner goes", undefined, {}, { partnerHere: false }],
    ["the partner has finished", "partner", {}, { partnerFinished: true }],
    ["the game is kept", "reveal", { phase: "finishing" }, { phase: "kept" }],
    ["a kept game is seen again", undefined, { phase: "kept" }, { phase: "kept" }],
  ])("when %s: %s", (_, sound, before, now) => {
    expect(heard(before, now)).toBe(sound);
  });
});
