/** A game's time as its replay shows it. Pure. */
import type { Entry, EventEntry } from "../room/line/entry";

/** Times are of the game clock, in ms. */
export type Timeline = {
  /** When the first round began. */
  start: number;
  /** When the game ended. */
  end: number;
  /** Where each round lies; they follow each other without a gap. */
  rounds: readonly { from: number; to: number }[];
  /** What the two sent each other, in order. */
  reactions: readonly Reaction[];
};

export type Reaction = Extract<EventEntry, { kind: "reaction" }>;

/** A replay that nobody asked for takes no longer, in ms. */
const LONGEST = 25_000;

/** Undefined for a game that never came to a round. */
export function timelineOf(entries: readonly Entry[]): Timeline | undefined {
  const begins: number[] = [];
  const reactions: Reaction[] = [];
  let end = 0;
  for (const entry of entries) {
    if (entry.kind === "durable") continue;
    if (entry.kind === "round") begins.push(entry.at);
    if (entry.kind === "reaction") reactions.push(entry);
    end = entry.at;
  }
  if (begins.length === 0) return undefined;
  const rounds = begins.map((from, i) => ({ from, to: begins[i + 1] ?? Math.max(end, from + 1) }));
  return { start: begins[0], end: rounds[rounds.length - 1].to, rounds, reactions };
}

/** The round at a time, from 1. */
export function roundAt({ rounds }: Timeline, at: number): number {
  const i = rounds.findLastIndex(({ from }) => from <= at);
  return Math.max(0, i) + 1;
}

/** The reactions that were sent after one time and up to another. */
export function reactionsBetween({ reactions }: Timeline, after: number, upTo: number): Reaction[] {
  return reactions.filter(({ at }) => after < at && at <= upTo);
}

/** How fast a game plays by itself: in some twenty seconds, whatever it took. */
export function ownSpeed({ start, end }: Timeline, speeds: readonly number[]): number {
  return speeds.find((speed) => (end - start) / speed <= LONGEST) ?? speeds[speeds.length - 1];
}

/** How far along a time is, 0 to 1. */
export function shareAt({ start, end }: Timeline, at: number): number {
  return Math.min(1, Math.max(0, (at - start) / (end - start)));
}
