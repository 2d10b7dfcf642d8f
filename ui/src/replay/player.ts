/** Plays a kept game back: the replay of its ink, and how it is moved, as signals. */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import { createReader } from "../ink/bytes";
import { SEAT_COLOURS } from "../ink/palette";
import { createReplay, createScore, type ReplayEntry, type Score } from "../ink/replay";
import { createPainter } from "../room/canvas/painter";
import { createStreamDecoder, type Entry } from "../room/line/entry";
import type { Seat } from "../room/line/state";
import { type Timeline, timelineOf } from "./timeline";

export const SPEEDS = [1, 2, 4, 8, 16] as const;
export type Speed = (typeof SPEEDS)[number];

/** The ink of one seat, or of both: 0. */
export type Shown = Seat | 0;

export type Player = {
  /** Undefined for a game that never came to a round. */
  readonly timeline: Timeline | undefined;
  /** The game clock that is shown, in ms. */
  readonly at: ReadonlySignal<number>;
  readonly playing: ReadonlySignal<boolean>;
  readonly speed: ReadonlySignal<Speed>;
  readonly shown: ReadonlySignal<Shown>;
  /** Whether each player's ink is tinted in the colour of the seat. */
  readonly tinted: ReadonlySignal<boolean>;
  /** The whole drawing has been drawn; before, a picture stands in. */
  readonly ready: ReadonlySignal<boolean>;
  /** Plays on, from the start when it stands at the end; or pauses. */
  toggle(): void;
  seek(at: number): void;
  /** The next of the speeds, then the first again. */
  faster(): void;
  only(shown: Shown): void;
  tint(on: boolean): void;
  close(): void;
};

/** At first the drawing is folded in slices of so many ms, so that the page stays awake. */
const SLICE = 12;

/** The game time between two looks at the watch, in ms. */
const STRIDE = 500;

/** So many entries are read at a time. */
const PART = 4000;

/** What a journal stream holds, read in parts. */
async function read(stream: Uint8Array): Promise<{ timeline: Timeline | undefined; score: Score }> {
  const decoder = createStreamDecoder();
  const r = createReader(stream);
  const score = createScore();
  const entries: Entry[] = [];
  while (r.at < stream.length) {
    const some = decoder.decodeSome(r, PART);
    score.add(some.filter(isInk));
    for (const entry of some) entries.push(entry);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { timeline: timelineOf(entries), score };
}

/**
 * A player of a journal stream on an element of the raster's size.
 * @throws Malformed for bytes that are no stream.
 */
export async function createPlayer(
  stream: Uint8Array,
  paper: number,
  element: HTMLCanvasElement,
): Promise<Player> {
  const { timeline, score } = await read(stream);
  const end = timeline?.end ?? 0;
  const replay = createReplay(score, paper);
  const painter = createPainter(element);

  const at = signal(end);
  const playing = signal(false);
  const speed = signal<Speed>(4);
  const shown = signal<Shown>(0);
  const tinted = signal(false);
  const ready = signal(false);
  let frame = 0;
  let shownAt = 0;

  function paint(): void {
    replay.seek(at.value);
    const shown = painter.paint(replay.canvas);
    if (!playing.value && !shown) frame = requestAnimationFrame(paint);
  }

  /** Draws the whole of it for the first time, a slice a frame. */
  function drawAll(upTo: number): void {
    const until = performance.now() + SLICE;
    let done = upTo;
    while (done < end && performance.now() < until) {
      done = Math.min(end, done + STRIDE);
      replay.seek(done);
    }
    if (done < end || !painter.paint(replay.canvas)) {
      frame = requestAnimationFrame(() => drawAll(done));
      return;
    }
    element.dataset.hash = replay.canvas.hash();
    ready.value = true;
  }

  function step(now: number): void {
    // A tab that was away does not make the drawing jump.
    const passed = Math.min(100, now - shownAt) * speed.value;
    shownAt = now;
    at.value = Math.min(end, at.value + passed);
    paint();
    if (at.value < end) frame = requestAnimationFrame(step);
    else playing.value = false;
  }

  function look(): void {
    replay.canvas.look({ only: shown.value, tint: tinted.value ? SEAT_COLOURS : undefined });
    if (!playing.value) paint();
  }

  drawAll(0);
  return {
    timeline,
    at,
    playing,
    speed,
    shown,
    tinted,
    ready,
    toggle() {
      if (!ready.value || !timeline) return;
      cancelAnimationFrame(frame);
      if (playing.value) {
        playing.value = false;
        return;
      }
      batch(() => {
        if (at.value >= end) at.value = timeline.start;
        playing.value = true;
      });
      shownAt = performance.now();
      frame = requestAnimationFrame(step);
    },
    seek(to) {
      if (!ready.value || !timeline) return;
      at.value = Math.min(end, Math.max(timeline.start, to));
      if (!playing.value) {
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(paint);
      }
    },
    faster() {
      speed.value = SPEEDS[(SPEEDS.indexOf(speed.value) + 1) % SPEEDS.length];
    },
    only(seat) {
      if (!ready.value) return;
      shown.value = seat;
      look();
    },
    tint(on) {
      if (!ready.value) return;
      tinted.value = on;
      look();
    },
    close() {
      cancelAnimationFrame(frame);
    },
  };
}

type Inked = Extract<Entry, { kind: ReplayEntry["kind"] }>;

function isInk(entry: Entry): entry is Inked {
  return entry.kind === "op" || entry.kind === "lifted";
}
