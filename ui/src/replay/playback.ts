/** Plays back a kept game: the replay of its ink and its controls, as signals. */
import { batch, type ReadonlySignal, signal } from "@preact/signals-core";
import { createReader } from "../ink/bytes";
import { SEAT_COLOURS } from "../ink/palette";
import { createReplay, createScore, type Score } from "../ink/replay";
import { createPainter } from "../room/canvas/painter";
import { createStreamDecoder, type Entry, isInk } from "../room/line/entry";
import type { Seat } from "../room/line/state";
import { type Timeline, timelineOf } from "./timeline";

export const SPEEDS = [1, 2, 4, 8, 16] as const;
export type Speed = (typeof SPEEDS)[number];

/** The seat whose ink is shown; 0 for both. */
export type ShownSeat = Seat | 0;

export type Playback = {
  /** Undefined for a game that ended before its first round. */
  readonly timeline: Timeline | undefined;
  /** The current time on the game clock, in ms. */
  readonly at: ReadonlySignal<number>;
  readonly playing: ReadonlySignal<boolean>;
  readonly speed: ReadonlySignal<Speed>;
  readonly shown: ReadonlySignal<ShownSeat>;
  /** Whether each player's ink is tinted in the colour of the seat. */
  readonly tinted: ReadonlySignal<boolean>;
  /** Whether the whole drawing has been drawn once; before that, a picture stands in. */
  readonly ready: ReadonlySignal<boolean>;
  /** Plays, from the start if it is at the end; or pauses. */
  toggle(): void;
  seek(at: number): void;
  /** Switches to the next speed, after the last to the first. */
  nextSpeed(): void;
  showOnly(shown: ShownSeat): void;
  tint(on: boolean): void;
  close(): void;
};

/**
 * The drawing is first folded in slices of this length, in ms, so that the page stays responsive.
 */
const SLICE = 12;

/** The game time between two checks of the clock, in ms. */
const STRIDE = 500;

/** The number of entries read at a time. */
const ENTRIES_PER_PART = 4000;

/** Reads a journal stream in parts. */
async function read(stream: Uint8Array): Promise<{ timeline: Timeline | undefined; score: Score }> {
  const decoder = createStreamDecoder();
  const r = createReader(stream);
  const score = createScore();
  const entries: Entry[] = [];
  while (r.at < stream.length) {
    const some = decoder.decodeSome(r, ENTRIES_PER_PART);
    score.add(some.filter(isInk));
    for (const entry of some) entries.push(entry);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { timeline: timelineOf(entries), score };
}

/** Creates a playback of a journal stream, on an element of the raster's size. */
export async function createPlayback(
  stream: Uint8Array,
  paper: number,
  element: HTMLCanvasElement,
): Promise<Playback> {
  const { timeline, score } = await read(stream);
  const end = timeline?.end ?? 0;
  const replay = createReplay(score, paper);
  const painter = createPainter(element);

  const at = signal(end);
  const playing = signal(false);
  const speed = signal<Speed>(4);
  const shown = signal<ShownSeat>(0);
  const tinted = signal(false);
  const ready = signal(false);
  let frame = 0;
  let shownAt = 0;

  function paint(): void {
    replay.seek(at.value);
    const allPainted = painter.paint(replay.canvas);
    if (!playing.value && !allPainted) frame = requestAnimationFrame(paint);
  }

  /** Draws the whole game for the first time, one slice a frame. */
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
    // After a hidden tab is shown again, the drawing does not jump.
    const passed = Math.min(100, now - shownAt) * speed.value;
    shownAt = now;
    at.value = Math.min(end, at.value + passed);
    paint();
    if (at.value < end) frame = requestAnimationFrame(step);
    else playing.value = false;
  }

  function applyLens(): void {
    replay.canvas.setLens({ only: shown.value, tint: tinted.value ? SEAT_COLOURS : undefined });
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
    nextSpeed() {
      speed.value = SPEEDS[(SPEEDS.indexOf(speed.value) + 1) % SPEEDS.length];
    },
    showOnly(seat) {
      if (!ready.value) return;
      shown.value = seat;
      applyLens();
    },
    tint(on) {
      if (!ready.value) return;
      tinted.value = on;
      applyLens();
    },
    close() {
      cancelAnimationFrame(frame);
    },
  };
}
