/** A replay as pictures, one after the other, for what can be taken along: a video, a GIF. Pure. */

import { RASTER_HEIGHT, RASTER_WIDTH } from "../../ink/canvas";
import { createReplay, type ReplayEntry, scoreOf } from "../../ink/replay";
import { timelineOf } from "../../replay/timeline";
import { createStreamDecoder, type Entry } from "../../room/line/entry";
import { createScaler } from "./scale";

/** How much faster than it was drawn. */
export const FILM_SPEED = 8;

/** How long the finished drawing stands at the end, in seconds. */
const LAST_LOOK = 2;

export interface Film {
  readonly width: number;
  readonly height: number;
  /** How many pictures there are. */
  readonly frames: number;
  readonly framesPerSecond: number;
  /** The paper and each ink that was drawn or filled with, 0xRRGGBB. */
  readonly colours: readonly number[];
  /** Draws a picture; forward is quick. The pixels, 0xFFBBGGRR, are those of the last one drawn. */
  draw(frame: number): Uint32Array<ArrayBuffer>;
}

/** The shape of a film; its height follows (4:3). */
export interface Shape {
  width: number;
  framesPerSecond: number;
}

/** Takes how far a film is, 0 to 1. */
export type OnProgress = (share: number) => void;

/** What came of it: a file, and how its name ends. */
export interface Take {
  file: Blob;
  end: "gif" | "mp4" | "webm";
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
  const raster = new Uint32Array(RASTER_WIDTH * RASTER_HEIGHT);
  const height = (width * RASTER_HEIGHT) / RASTER_WIDTH;
  const scaler = createScaler(RASTER_WIDTH, RASTER_HEIGHT, width, height);
  const step = (1000 / framesPerSecond) * FILM_SPEED;
  const moving = Math.ceil((end - start) / step) + 1;

  return {
    width,
    height,
    frames: moving + LAST_LOOK * framesPerSecond,
    framesPerSecond,
    colours: [...new Set([paper, ...ink.flatMap(colourOf)])],
    draw(frame) {
      const { canvas } = replay;
      replay.seek(Math.min(end, start + frame * step));
      do {
        for (const rect of canvas.takeDirty()) {
          canvas.compose(rect, raster);
          scaler.scale(raster, rect);
        }
      } while (!canvas.finished); // all of it, however much that is
      return scaler.pixels;
    },
  };
}

type Inked = Extract<Entry, { kind: ReplayEntry["kind"] }>;

function isInk(entry: Entry): entry is Inked {
  return entry.kind === "op" || entry.kind === "lifted";
}

function colourOf(entry: Inked): number[] {
  return entry.kind === "op" && "colour" in entry.op ? [entry.op.colour] : [];
}
