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
  let pixels = new Uint32Array(0);
  return {
    paint() {
      for (const rect of canvas.takeDirty()) {
        const { x, y, width, height } = rect;
        if (pixels.length < width * height) pixels = new Uint32Array(width * height);
        canvas.compose(rect, pixels);
        const bytes = new Uint8ClampedArray(pixels.buffer, 0, 4 * width * height);
        context?.putImageData(new ImageData(bytes, width, height), x, y);
      }
      return canvas.finished;
    },
  };
}
