/** A film as an animated GIF, which every chat plays. */
import { GIFEncoder } from "gifenc";
import { choose, count, createIndexer, type Tally } from "./fewColours";
import { createFilm, type OnProgress, type Take } from "./film";

/** A GIF's time is counted in hundredths of a second; ten pictures in one play evenly everywhere. */
const shape = { width: 480, framesPerSecond: 10 };

/** Colours, for all pictures. */
const COLOURS = 256;

/** The film is seen twice: for its colours, and to be written. */
export function makeGif(stream: Uint8Array, paper: number, onProgress: OnProgress): Take {
  const film = createFilm(stream, paper, shape);
  const tally: Tally = new Map();
  for (let frame = 0; frame < film.frames; frame++) {
    count(film.draw(frame), tally);
    onProgress((frame + 1) / film.frames / 2);
  }
  const palette = choose(tally, COLOURS, film.colours.map(reversed));

  const index = createIndexer(palette);
  const encoder = GIFEncoder();
  const delay = 1000 / film.framesPerSecond;
  for (let frame = 0; frame < film.frames; frame++) {
    encoder.writeFrame(index(film.draw(frame)), film.width, film.height, {
      palette: frame === 0 ? palette.map(channels) : undefined,
      delay,
    });
    onProgress((1 + (frame + 1) / film.frames) / 2);
  }
  encoder.finish();
  return { file: new Blob([encoder.bytes()], { type: "image/gif" }), end: "gif" };
}

/** 0xBBGGRR of 0xRRGGBB. */
function reversed(colour: number): number {
  return ((colour & 0xff) << 16) | (colour & 0xff00) | (colour >> 16);
}

function channels(colour: number): number[] {
  return [colour & 0xff, (colour >>> 8) & 0xff, colour >>> 16];
}
