/** Paints an ink canvas into a canvas element. */
import { type Canvas, RASTER_HEIGHT, RASTER_WIDTH, type Rect } from "../../ink/canvas";

export type Painter = {
  /**
   * Paints what changed since the last call. Reports whether everything was painted; large updates
   * continue in the next frame.
   */
  paint(canvas: Canvas): boolean;
};

/**
 * A whole picture is painted in bands of this height, a sixth of it: as many bands as fit in one
 * frame's budget.
 */
const BAND_HEIGHT = RASTER_HEIGHT / 6;

/**
 * The time budget for painting bands, in ms; one band is always painted. It is longer than a frame
 * because the browser uploads the whole canvas after each call, so smaller budgets take longer in
 * total.
 */
const FRAME_BUDGET = 20;

/**
 * Creates a painter for an element of the raster's size. The painter never reads pixels back,
 * because browsers may return other values than were put in. A browser may also lose all pixels;
 * `lost` is called then.
 */
export function createPainter(
  element: HTMLCanvasElement | OffscreenCanvas,
  onLost?: () => void,
): Painter {
  const context = element.getContext("2d", { alpha: false });
  if (!context) throw new Error("this browser has no canvas to draw on");
  /** What is painted next: a band is the most. */
  const band = new ImageData(RASTER_WIDTH, BAND_HEIGHT);
  const pixels = new Uint32Array(band.data.buffer);
  let last: Canvas | undefined;

  element.addEventListener("contextrestored", () => {
    last = undefined;
    onLost?.();
  });

  /** The first row of the picture that is not painted yet. */
  let next = RASTER_HEIGHT;

  function paintRect(canvas: Canvas, { x, y, width, height }: Rect): void {
    for (let row = y; row < y + height; row += BAND_HEIGHT) {
      const part = { x, y: row, width, height: Math.min(BAND_HEIGHT, y + height - row) };
      canvas.compose(part, pixels, { x, y: row, width: RASTER_WIDTH, height: BAND_HEIGHT });
      context?.putImageData(band, x, row, 0, 0, width, part.height);
    }
  }

  return {
    paint(canvas) {
      const dirty = canvas.takeDirty();
      const coversAll = ({ width, height }: Rect) => width * height >= RASTER_WIDTH * RASTER_HEIGHT;
      if (canvas !== last || dirty.some(coversAll)) next = 0;
      else for (const rect of dirty) paintRect(canvas, rect);
      last = canvas;
      const until = performance.now() + FRAME_BUDGET;
      while (next < RASTER_HEIGHT) {
        paintRect(canvas, { x: 0, y: next, width: RASTER_WIDTH, height: BAND_HEIGHT });
        next += BAND_HEIGHT;
        if (performance.now() >= until) break;
      }
      return next >= RASTER_HEIGHT && canvas.finished;
    },
  };
}
