/** The timeline of a game's replay. Pure. */
import type { Entry, EventEntry } from "../room/line/entry";

/** All times are on the game clock, in ms. */
export type Timeline = {
  /** When the first round began. */
  start: number;
  /** When the game ended. */
  end: number;
  /** The rounds, without gaps between them. */
  rounds: readonly { from: number; to: number }[];
  /** The players' reactions, in order. */
  reactions: readonly Reaction[];
};

export type Reaction = Extract<EventEntry, { kind: "reaction" }>;

/** How far an arrow key moves along the timeline, in ms of play. */
export const STEP = 1000;

/** The highest value of a slider in such steps: the first at or after the end of the game. */
export function sliderMax({ start, end }: Timeline): number {
  return start + Math.ceil((end - start) / STEP) * STEP;
}

/** The longest that an autoplayed replay takes, in ms. */
const MAX_AUTOPLAY = 25_000;

/** Undefined for a game that ended before its first round. */
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

/**
 * The speed at which a game autoplays: it takes about twenty seconds, however long the game was.
 */
export function autoplaySpeed({ start, end }: Timeline, speeds: readonly number[]): number {
  return speeds.find((speed) => (end - start) / speed <= MAX_AUTOPLAY) ?? speeds[speeds.length - 1];
}

/** The position of a time, 0 to 1. */
export function shareAt({ start, end }: Timeline, at: number): number {
  return Math.min(1, Math.max(0, (at - start) / (end - start)));
}

/** Minutes and seconds of play. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
