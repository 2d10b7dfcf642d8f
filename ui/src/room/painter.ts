/** Puts a canvas of ink on the screen. */
import { type Canvas, RASTER_HEIGHT, RASTER_WIDTH } from "../ink/canvas";

export type Painter = {
  /** Shows what changed since the last call. */
  paint(canvas: Canvas): void;
  /** The colour that is shown at a pixel, 0xRRGGBB; undefined beside the raster. */
  colourAt(x: number, y: number): number | undefined;
};

/**
 * Paints into an element of the raster's size. Pixels only ever go in: what a browser gives back
 * from a canvas may be other than what it got, and it may lose all of them, which is told by `lost`.
 */
export function createPainter(element: HTMLCanvasElement, lost?: () => void): Painter {
  const context = element.getContext("2d", { alpha: false });
  if (!context) throw new Error("this browser has no canvas to draw on");
  const display = new Uint32Array(RASTER_WIDTH * RASTER_HEIGHT);
  const image = new ImageData(new Uint8ClampedArray(display.buffer), RASTER_WIDTH, RASTER_HEIGHT);
  let last: Canvas | undefined;

  element.addEventListener("contextrestored", () => {
    last = undefined;
    lost?.();
  });

  return {
    paint(canvas) {
      const dirty = canvas.takeDirty();
      const rects =
        canvas === last ? dirty : [{ x: 0, y: 0, width: RASTER_WIDTH, height: RASTER_HEIGHT }];
      last = canvas;
      for (const rect of rects) {
        canvas.compose(rect, display);
        context.putImageData(image, 0, 0, rect.x, rect.y, rect.width, rect.height);
      }
    },
    colourAt(x, y) {
      if (x < 0 || y < 0 || x >= RASTER_WIDTH || y >= RASTER_HEIGHT) return undefined;
      const pixel = display[y * RASTER_WIDTH + x];
      return ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >>> 16) & 0xff);
    },
  };
}
