/** Puts a canvas of ink on the screen. */
import { type Canvas, RASTER_HEIGHT, RASTER_WIDTH, type Rect } from "../../ink/canvas";

export type Painter = {
  /** Shows what changed since the last call. Tells whether that was all: of much, some waits for the next one. */
  paint(canvas: Canvas): boolean;
  /** The colour that is shown at a pixel, 0xRRGGBB; undefined beside the raster. */
  colourAt(x: number, y: number): number | undefined;
};

/** A whole picture is shown so many rows after the other, a sixth of it, as many a look as there is time for. */
const ROWS = RASTER_HEIGHT / 6;

/**
 * To show a whole picture takes no longer than this a look, in ms, or else one part of it. It is more than a frame:
 * in several it would take longer, as the browser puts the whole canvas on the screen for each.
 */
const LOOK = 20;

/**
 * Paints into an element of the raster's size. Pixels only ever go in: what a browser gives back
 * from a canvas may be other than what it got, and it may lose all of them, which is told by `lost`.
 */
export function createPainter(
  element: HTMLCanvasElement | OffscreenCanvas,
  lost?: () => void,
): Painter {
  const context = element.getContext("2d", { alpha: false });
  if (!context) throw new Error("this browser has no canvas to draw on");
  const display = new Uint32Array(RASTER_WIDTH * RASTER_HEIGHT);
  const image = new ImageData(new Uint8ClampedArray(display.buffer), RASTER_WIDTH, RASTER_HEIGHT);
  let last: Canvas | undefined;

  element.addEventListener("contextrestored", () => {
    last = undefined;
    lost?.();
  });

  /** From this row on the picture has not been shown yet. */
  let next = RASTER_HEIGHT;

  function show(canvas: Canvas, rect: Rect): void {
    canvas.compose(rect, display);
    context?.putImageData(image, 0, 0, rect.x, rect.y, rect.width, rect.height);
  }

  return {
    paint(canvas) {
      const dirty = canvas.takeDirty();
      if (canvas !== last) next = 0;
      last = canvas;
      const whole = ({ width, height }: Rect) => width * height >= RASTER_WIDTH * RASTER_HEIGHT;
      if (dirty.some(whole)) next = 0;
      else for (const rect of dirty) show(canvas, rect);
      const until = performance.now() + LOOK;
      while (next < RASTER_HEIGHT) {
        show(canvas, { x: 0, y: next, width: RASTER_WIDTH, height: ROWS });
        next += ROWS;
        if (performance.now() >= until) break;
      }
      return next >= RASTER_HEIGHT && canvas.finished;
    },
    colourAt(x, y) {
      if (x < 0 || y < 0 || x >= RASTER_WIDTH || y >= RASTER_HEIGHT) return undefined;
      const pixel = display[y * RASTER_WIDTH + x];
      return ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >>> 16) & 0xff);
    },
  };
}
