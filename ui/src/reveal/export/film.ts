/** A replay as a sequence of frames, for a video or a GIF. Pure. */

import { RASTER_HEIGHT, RASTER_WIDTH } from "../../ink/canvas";
import { createReplay, scoreOf } from "../../ink/replay";
import { timelineOf } from "../../replay/timeline";
import { createStreamDecoder, type InkEntry, isInk } from "../../room/line/entry";
import { createScaler } from "./scale";

/** How many times faster than it was drawn. */
export const FILM_SPEED = 8;

/** How long the finished drawing is shown at the end, in seconds. */
const FINAL_SECONDS = 2;

export interface Film {
  readonly width: number;
  readonly height: number;
  /** The number of frames. */
  readonly frames: number;
  readonly framesPerSecond: number;
  /** The paper and every colour that was drawn or filled with, 0xRRGGBB. */
  readonly colours: readonly number[];
  /**
   * Draws a frame; going forward is fast. The returned pixels, 0xFFBBGGRR, are reused by the next
   * call.
   */
  draw(frame: number): Uint32Array<ArrayBuffer>;
}

/** The format of a film; its height follows from the width (4:3). */
export interface FilmFormat {
  width: number;
  framesPerSecond: number;
}

/** Receives the progress, 0 to 1. */
export type OnProgress = (share: number) => void;

/** The finished film and its file extension. */
export interface FilmFile {
  file: Blob;
  end: "gif" | "mp4" | "webm";
}

/** Creates a film of a journal stream. */
export function createFilm(
  stream: Uint8Array,
  paper: number,
  { width, framesPerSecond }: FilmFormat,
): Film {
  const entries = createStreamDecoder().decode(stream);
  const { start, end } = timelineOf(entries) ?? { start: 0, end: 0 };
  const ink = entries.filter(isInk);
  const replay = createReplay(scoreOf(ink), paper);
  const raster = new Uint32Array(RASTER_WIDTH * RASTER_HEIGHT);
  const all = { x: 0, y: 0, width: RASTER_WIDTH, height: RASTER_HEIGHT };
  const height = (width * RASTER_HEIGHT) / RASTER_WIDTH;
  const scaler = createScaler(RASTER_WIDTH, RASTER_HEIGHT, width, height);
  const step = (1000 / framesPerSecond) * FILM_SPEED;
  const moving = Math.ceil((end - start) / step) + 1;

  return {
    width,
    height,
    frames: moving + FINAL_SECONDS * framesPerSecond,
    framesPerSecond,
    colours: [...new Set([paper, ...ink.flatMap(coloursOf)])],
    draw(frame) {
      const { canvas } = replay;
      replay.seek(Math.min(end, start + frame * step));
      do {
        for (const rect of canvas.takeDirty()) {
          canvas.compose(rect, raster, all);
          scaler.scale(raster, rect);
        }
      } while (!canvas.finished); // paint everything, even in several steps
      return scaler.pixels;
    },
  };
}

function coloursOf(entry: InkEntry): number[] {
  return entry.kind === "op" && "colour" in entry.op ? [entry.op.colour] : [];
}
