/** Plays a recorded game in a loop, small, for visitors who have not played yet. */

import type { Op } from "../ink/op";
import { createReplay, scoreOf } from "../ink/replay";
import { createPainter } from "../room/canvas/painter";
import { createStreamDecoder, isInk } from "../room/line/entry";

/** The position of a seat's pen, in units of the canvas. */
export type PenPosition = { x: number; y: number };

export type ExamplePlayback = {
  play(): void;
  pause(): void;
  /** Shows the finished drawing and stops. */
  finish(): void;
};

interface Options {
  screen: HTMLCanvasElement | OffscreenCanvas;
  /** 0xRRGGBB */
  paper: number;
  /** A pen moved; null: it has not touched the sheet yet. */
  onPen: (seat: 1 | 2, at: PenPosition | null) => void;
}

/**
 * A game plays in this time, in ms; then the drawing is shown for a pause before it starts again.
 */
const PLAY_TIME = 24_000;
const PAUSE_TIME = 7_000;
/** Playback starts here, so that visitors see a drawing in progress at once. */
const START_AT = 0.4 * PLAY_TIME;

/** @throws Malformed for bytes that are no journal stream. */
export function createExamplePlayback(stream: Uint8Array, options: Options): ExamplePlayback {
  const { screen, paper, onPen } = options;
  const entries = createStreamDecoder().decode(stream).filter(isInk);
  const replay = createReplay(scoreOf(entries), paper);
  const painter = createPainter(screen);
  const speed = (entries.at(-1)?.at ?? 0) / PLAY_TIME;

  let at = START_AT; // ms of the show: playFor of drawing, then rest
  let next = 0; // the entry whose pen has not been shown
  let frame = 0;
  let shownAt = 0;

  function show(): void {
    const clock = Math.min(at, PLAY_TIME) * speed;
    replay.seek(clock);
    painter.paint(replay.canvas);
    const pens: Partial<Record<1 | 2, PenPosition>> = {};
    for (; next < entries.length && entries[next].at <= clock; next++) {
      const entry = entries[next];
      const point = entry.kind === "op" ? lastPoint(entry.op) : null;
      if (point) pens[entry.seat] = point;
    }
    if (pens[1]) onPen(1, pens[1]);
    if (pens[2]) onPen(2, pens[2]);
  }

  function step(now: number): void {
    // After a hidden tab is shown again, the drawing does not jump.
    at += Math.min(now - shownAt, 100);
    shownAt = now;
    if (at > PLAY_TIME + PAUSE_TIME) restart();
    show();
    frame = requestAnimationFrame(step);
  }

  function restart(): void {
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
      at = PLAY_TIME;
      show();
      while (!painter.paint(replay.canvas));
    },
  };
}

function lastPoint(op: Op): PenPosition | null {
  switch (op.kind) {
    case "begin":
      return { x: op.x, y: op.y };
    case "points":
      return { x: op.points.at(-2) ?? 0, y: op.points.at(-1) ?? 0 };
    default:
      return null;
  }
}
