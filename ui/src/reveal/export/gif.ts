/** A film as an animated GIF, which every chat plays. */
import { GIFEncoder } from "gifenc";
import { choose, count, createIndexer, type Tally } from "./fewColours";
import { createFilm, type Shooting, shoot, type Take } from "./film";

/** A GIF's time is counted in hundredths of a second; ten pictures in one play evenly everywhere. */
const shape = { width: 480, framesPerSecond: 10 };

/** Colours, for all pictures. */
const COLOURS = 256;

/** The film is seen twice: for its colours, and to be written. */
export async function makeGif(
  stream: Uint8Array,
  paper: number,
  { signal, onProgress }: Shooting,
): Promise<Take> {
  const film = createFilm(stream, paper, shape);
  const context = film.canvas.getContext("2d");
  if (!context) throw new Error("this browser has no canvas to draw on");
  const pixels = () =>
    new Uint32Array(context.getImageData(0, 0, film.width, film.height).data.buffer);

  const tally: Tally = new Map();
  const counting = { signal, onProgress: (share: number) => onProgress(share / 2) };
  await shoot(film, () => count(pixels(), tally), counting);
  const palette = choose(tally, COLOURS, film.colours.map(reversed));

  const index = createIndexer(palette);
  const encoder = GIFEncoder();
  const delay = 1000 / film.framesPerSecond;
  const writing = { signal, onProgress: (share: number) => onProgress((1 + share) / 2) };
  await shoot(
    film,
    (frame) => {
      encoder.writeFrame(index(pixels()), film.width, film.height, {
        palette: frame === 0 ? palette.map(channels) : undefined,
        delay,
      });
    },
    writing,
  );
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
