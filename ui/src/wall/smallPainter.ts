import type { Canvas } from "../ink/canvas";

export type SmallPainter = {
  /** Paints what has changed; reports whether that was all. */
  paint(): boolean;
};

/** Paints a canvas of any size into an element, whose size it sets. */
export function createSmallPainter(
  element: HTMLCanvasElement | OffscreenCanvas,
  canvas: Canvas,
): SmallPainter {
  element.width = canvas.width;
  element.height = canvas.height;
  const context = element.getContext("2d"); // what is not painted yet shows the paper below
  const display = new Uint32Array(canvas.width * canvas.height);
  const pixels = new Uint8ClampedArray(display.buffer);
  const image = new ImageData(pixels, canvas.width, canvas.height);
  return {
    paint() {
      for (const { x, y, width, height } of canvas.takeDirty()) {
        canvas.compose({ x, y, width, height }, display);
        context?.putImageData(image, 0, 0, x, y, width, height);
      }
      return canvas.finished;
    },
  };
}
