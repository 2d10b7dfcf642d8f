/** Fetches a picture and unpacks it off the page's own thread. Answers with its pixels, or why there are none. */
import { RASTER_HEIGHT, RASTER_WIDTH } from "../ink/size";

async function fetchPixels(address: string): Promise<Uint32Array<ArrayBuffer>> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const picture = await createImageBitmap(await response.blob());
  const surface = new OffscreenCanvas(RASTER_WIDTH, RASTER_HEIGHT);
  const context = surface.getContext("2d", { alpha: false });
  if (!context) throw new Error("this browser has no canvas to unpack on");
  context.drawImage(picture, 0, 0, RASTER_WIDTH, RASTER_HEIGHT);
  return new Uint32Array(context.getImageData(0, 0, RASTER_WIDTH, RASTER_HEIGHT).data.buffer);
}

addEventListener("message", ({ data: address }: MessageEvent<string>) => {
  fetchPixels(address).then(
    (pixels) => postMessage(pixels, { transfer: [pixels.buffer] }),
    (err: unknown) => postMessage(String(err)),
  );
});
