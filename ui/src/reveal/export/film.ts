/** A replay as pictures, one after the other, for what can be taken along: a video, a GIF. */

import { RASTER_HEIGHT, RASTER_WIDTH } from "../../ink/canvas";
import { createReplay, type ReplayEntry, scoreOf } from "../../ink/replay";
import { timelineOf } from "../../replay/timeline";
import { createPainter } from "../../room/canvas/painter";
import { createStreamDecoder, type Entry } from "../../room/line/entry";

/** How much faster than it was drawn. */
export const FILM_SPEED = 8;

/** How long the finished drawing stands at the end, in seconds. */
const LAST_LOOK = 2;

/** The page stays awake: work is done in slices of so many ms. */
const SLICE = 30;

export interface Film {
  readonly width: number;
  readonly height: number;
  /** How many pictures there are. */
  readonly frames: number;
  readonly framesPerSecond: number;
  /** The paper and each ink that was drawn or filled with, 0xRRGGBB. */
  readonly colours: readonly number[];
  /** Where the picture last drawn is. */
  readonly canvas: HTMLCanvasElement;
  /** Draws a picture; forward is quick. */
  draw(frame: number): void;
}

/** The shape of a film; its height follows (4:3). */
export interface Shape {
  width: number;
  framesPerSecond: number;
}

/**
 * A film of a journal stream.
 * @throws Malformed for bytes that are no stream.
 */
export function createFilm(
  stream: Uint8Array,
  paper: number,
  { width, framesPerSecond }: Shape,
): Film {
  const entries = createStreamDecoder().decode(stream);
  const { start, end } = timelineOf(entries) ?? { start: 0, end: 0 };
  const ink = entries.filter(isInk);
  const replay = createReplay(scoreOf(ink), paper);
  const raster = canvasOf(RASTER_WIDTH, RASTER_HEIGHT);
  const painter = createPainter(raster);
  const height = (width * RASTER_HEIGHT) / RASTER_WIDTH;
  const canvas = canvasOf(width, height);
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  if (!context) throw new Error("this browser has no canvas to draw on");
  context.imageSmoothingQuality = "high";
  const step = (1000 / framesPerSecond) * FILM_SPEED;
  const moving = Math.ceil((end - start) / step) + 1;

  return {
    width,
    height,
    frames: moving + LAST_LOOK * framesPerSecond,
    framesPerSecond,
    colours: [...new Set([paper, ...ink.flatMap(colourOf)])],
    canvas,
    draw(frame) {
      replay.seek(Math.min(end, start + frame * step));
      while (!painter.paint(replay.canvas)); // all of it, however much that is
      context.drawImage(raster, 0, 0, width, height);
    },
  };
}

/** Goes through all pictures of a film; `take` has each. It tells how far it is, 0 to 1. */
export async function shoot(
  film: Film,
  take: (frame: number) => void | Promise<void>,
  { signal, onProgress }: Shooting,
): Promise<void> {
  let until = performance.now() + SLICE;
  for (let frame = 0; frame < film.frames; frame++) {
    film.draw(frame);
    await take(frame);
    signal.throwIfAborted();
    if (performance.now() < until) continue;
    onProgress((frame + 1) / film.frames);
    await new Promise((resume) => setTimeout(resume));
    signal.throwIfAborted();
    until = performance.now() + SLICE;
  }
  onProgress(1);
}

export interface Shooting {
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

/** What came of it: a file, and how its name ends. */
export interface Take {
  file: Blob;
  end: "gif" | "mp4" | "webm";
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

type Inked = Extract<Entry, { kind: ReplayEntry["kind"] }>;

function isInk(entry: Entry): entry is Inked {
  return entry.kind === "op" || entry.kind === "lifted";
}

function colourOf(entry: Inked): number[] {
  return entry.kind === "op" && "colour" in entry.op ? [entry.op.colour] : [];
}
