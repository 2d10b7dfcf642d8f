/** Plays a recorded game over and over, small, for whoever has not played yet. */

import type { Op } from "../ink/op";
import { createReplay, type ReplayEntry, scoreOf } from "../ink/replay";
import { createPainter } from "../room/canvas/painter";
import { createStreamDecoder, type Entry } from "../room/line/entry";

type Inked = Extract<Entry, { kind: ReplayEntry["kind"] }>;

/** Where a seat's pen is, in units of the canvas. */
export type PenAt = { x: number; y: number };

export type ExamplePlayer = {
  play(): void;
  pause(): void;
  /** Shows the finished drawing and rests. */
  finish(): void;
};

interface Options {
  screen: HTMLCanvasElement | OffscreenCanvas;
  /** 0xRRGGBB */
  paper: number;
  /** A pen moved; null: it has not touched the sheet yet. */
  onPen: (seat: 1 | 2, at: PenAt | null) => void;
}

/** A whole game goes by in this time, and the drawing rests for as long before it starts again. */
const playFor = 24_000;
const restFor = 7_000;
/** Who comes sees a drawing under way at once, not a blank sheet. */
const comesAt = 0.4 * playFor;

/** @throws Malformed for bytes that are no journal stream. */
export function createExamplePlayer(stream: Uint8Array, options: Options): ExamplePlayer {
  const { screen, paper, onPen } = options;
  const entries = createStreamDecoder()
    .decode(stream)
    .filter((entry): entry is Inked => entry.kind === "op" || entry.kind === "lifted");
  const replay = createReplay(scoreOf(entries), paper);
  const painter = createPainter(screen);
  const speed = (entries.at(-1)?.at ?? 0) / playFor;

  let at = comesAt; // ms of the show: playFor of drawing, then rest
  let next = 0; // the entry whose pen has not been shown
  let frame = 0;
  let shownAt = 0;

  function show(): void {
    const clock = Math.min(at, playFor) * speed;
    replay.seek(clock);
    painter.paint(replay.canvas);
    const pens: Partial<Record<1 | 2, PenAt>> = {};
    for (; next < entries.length && entries[next].at <= clock; next++) {
      const entry = entries[next];
      const point = entry.kind === "op" ? lastPoint(entry.op) : null;
      if (point) pens[entry.seat] = point;
    }
    if (pens[1]) onPen(1, pens[1]);
    if (pens[2]) onPen(2, pens[2]);
  }

  function step(now: number): void {
    // A tab that was away does not make the drawing jump.
    at += Math.min(now - shownAt, 100);
    shownAt = now;
    if (at > playFor + restFor) startAgain();
    show();
    frame = requestAnimationFrame(step);
  }

  function startAgain(): void {
    at = next = 0;
    onPen(1, null);
    onPen(2, null);
  }

  return {
    play() {
      if (frame) return;
      shownAt = performance.now();
      frame = requestAnimationFrame(step);
    },
    pause() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
    finish() {
      at = playFor;
      show();
      while (!painter.paint(replay.canvas));
    },
  };
}

function lastPoint(op: Op): PenAt | null {
  switch (op.kind) {
    case "begin":
      return { x: op.x, y: op.y };
    case "points":
      return { x: op.points.at(-2) ?? 0, y: op.points.at(-1) ?? 0 };
    default:
      return null;
  }
}
