/** Writes a film as an animated GIF, which every chat app can play. */
import { GIFEncoder } from "gifenc";
import { type ColourCounts, choosePalette, countColours, createIndexer } from "./fewColours";
import { createFilm, type FilmFile, type OnProgress } from "./film";

/** GIFs count time in hundredths of a second; ten frames a second play evenly everywhere. */
const format = { width: 480, framesPerSecond: 10 };

/** The size of the palette, which all frames share. */
const COLOURS = 256;

/** Draws the film twice: to count its colours, and to write it. */
export function makeGif(stream: Uint8Array, paper: number, onProgress: OnProgress): FilmFile {
  const film = createFilm(stream, paper, format);
  const tally: ColourCounts = new Map();
  for (let frame = 0; frame < film.frames; frame++) {
    countColours(film.draw(frame), tally);
    onProgress((frame + 1) / film.frames / 2);
  }
  const palette = choosePalette(tally, COLOURS, film.colours.map(toBgr));

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
function toBgr(colour: number): number {
  return ((colour & 0xff) << 16) | (colour & 0xff00) | (colour >> 16);
}

function channels(colour: number): number[] {
  return [colour & 0xff, (colour >>> 8) & 0xff, colour >>> 16];
}
