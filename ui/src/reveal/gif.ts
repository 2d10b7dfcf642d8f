/** A film as an animated GIF, which every chat plays. */
import { applyPalette, GIFEncoder, quantize } from "gifenc";
import { createFilm, type Shooting, shoot, type Take } from "./film";

/** A GIF's time is counted in hundredths of a second; ten pictures in one play evenly everywhere. */
const shape = { width: 480, framesPerSecond: 10 };

/** Colours, for all pictures: those of the finished drawing. */
const COLOURS = 256;

export async function makeGif(
  stream: Uint8Array,
  paper: number,
  shooting: Shooting,
): Promise<Take> {
  const film = createFilm(stream, paper, shape);
  const context = film.canvas.getContext("2d");
  if (!context) throw new Error("this browser has no canvas to draw on");
  const pixels = () => context.getImageData(0, 0, film.width, film.height).data;

  film.draw(film.frames - 1);
  const palette = quantize(pixels(), COLOURS);
  const encoder = GIFEncoder();
  const delay = 1000 / film.framesPerSecond;
  await shoot(
    film,
    (frame) => {
      const indexed = applyPalette(pixels(), palette);
      encoder.writeFrame(indexed, film.width, film.height, {
        palette: frame === 0 ? palette : undefined,
        delay,
      });
    },
    shooting,
  );
  encoder.finish();
  return { file: new Blob([encoder.bytes()], { type: "image/gif" }), end: "gif" };
}
