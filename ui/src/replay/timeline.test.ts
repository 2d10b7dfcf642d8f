import { expect, test } from "vitest";
import { createStreamDecoder } from "../room/line/entry";
import { beginAt, createStream, endOp } from "../room/line/stream.fixture";
import {
  autoplaySpeed,
  reactionsBetween,
  roundAt,
  shareAt,
  sliderMax,
  timelineOf,
} from "./timeline";

/** Two rounds of which the first was cut short, and an end. */
const entries = createStreamDecoder().decode(
  createStream()
    .event(0, 1)
    .event(0, 2, [1], 3000)
    .opOfPen(1, 7, 1, beginAt(0, 0), 400)
    .op(1, endOp, 100)
    .event(0, 2, [2], 9500)
    .event(0, 10, [0], 30_000)
    .takeBytes(),
);

test("cuts the game into its rounds", () => {
  expect(timelineOf(entries)).toEqual({
    start: 3000,
    end: 43_000,
    rounds: [
      { from: 3000, to: 13_000 },
      { from: 13_000, to: 43_000 },
    ],
    reactions: [],
  });
});

test("has the reactions at their moments, each of them once", () => {
  const timeline = timelineOf(
    createStreamDecoder().decode(
      createStream()
        .event(0, 2, [1], 3000)
        .event(2, 9, [0], 1000)
        .event(1, 9, [4], 500)
        .event(0, 10, [0], 5000)
        .takeBytes(),
    ),
  );
  if (!timeline) throw new Error("no timeline");
  const sent = (after: number, upTo: number) =>
    reactionsBetween(timeline, after, upTo).map(({ seat, reaction }) => [seat, reaction]);
  expect(sent(3000, 3999)).toEqual([]);
  expect(sent(3999, 4000)).toEqual([[2, "heart"]]);
  expect(sent(4000, 9000)).toEqual([[1, "clap"]]);
});

test("plays by itself in less than half a minute, if a speed does it", () => {
  const lasting = (seconds: number) => ({
    start: 0,
    end: seconds * 1000,
    rounds: [],
    reactions: [],
  });
  const speeds = [1, 2, 4, 8, 16];
  expect([20, 60, 180, 1200].map((s) => autoplaySpeed(lasting(s), speeds))).toEqual([1, 4, 8, 16]);
});

test("knows which round a time is in, and how far along", () => {
  const timeline = timelineOf(entries);
  if (!timeline) throw new Error("no timeline");
  expect([0, 3000, 12_999, 13_000, 43_000].map((at) => roundAt(timeline, at))).toEqual([
    1, 1, 1, 2, 2,
  ]);
  expect([0, 3000, 13_000, 43_000, 99_000].map((at) => shareAt(timeline, at))).toEqual([
    0, 0, 0.25, 1, 1,
  ]);
});

test("a game without a round has no timeline", () => {
  const abandoned = createStreamDecoder().decode(createStream().event(0, 10, [2], 50).takeBytes());
  expect(timelineOf(abandoned)).toBeUndefined();
});

test("lets a slider reach the end, between two steps", () => {
  const of = (start: number, end: number) => sliderMax({ start, end, rounds: [], reactions: [] });
  expect([of(3000, 9400), of(3000, 9000), of(400, 1300)]).toEqual([10_000, 9000, 1400]);
});
