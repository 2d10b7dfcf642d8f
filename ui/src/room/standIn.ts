/** The server's picture of a long game, which stands in while the page folds its entries itself. */
import { RASTER_HEIGHT, RASTER_WIDTH } from "../ink/size";

export type StandIn = {
  /** The picture that is on its way already, as the server had the browser fetch it ahead of the page. */
  readonly ahead: Promise<ImageBitmap> | undefined;
  /** Fetches the picture as the server has it now. */
  fetch(): Promise<ImageBitmap>;
};

/** The picture of a room. */
export function createStandIn(id: string): StandIn {
  const address = `/api/rooms/${id}/picture.png?width=${RASTER_WIDTH}`;
  const link = document.head.querySelector(`link[rel="preload"][href="${address}"]`);
  link?.remove(); // it serves once
  const fetch = () => fetchPicture(address);
  return { ahead: link ? fetch() : undefined, fetch };
}

async function fetchPicture(address: string): Promise<ImageBitmap> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  // As a blob it would come by way of the browser's other processes, behind what they have to do.
  return createImageBitmap(new Blob([await response.arrayBuffer()]));
}

/** A picture is read so many rows at a time, a third of it: all at once would hold a slow page. */
const ROWS = RASTER_HEIGHT / 3;

/** The pixels of a picture, as an ink canvas has them. The picture is closed. */
export async function readPixels(picture: ImageBitmap): Promise<Uint32Array> {
  const pixels = new Uint32Array(RASTER_WIDTH * RASTER_HEIGHT);
  const surface = new OffscreenCanvas(RASTER_WIDTH, ROWS);
  const context = surface.getContext("2d", { alpha: false, willReadFrequently: true });
  if (!context) throw new Error("this browser has no canvas to read a picture from");
  for (let y = 0; y < RASTER_HEIGHT; y += ROWS) {
    context.drawImage(picture, 0, -y, RASTER_WIDTH, RASTER_HEIGHT);
    const { data } = context.getImageData(0, 0, RASTER_WIDTH, ROWS);
    pixels.set(new Uint32Array(data.buffer), y * RASTER_WIDTH);
    await new Promise((resolve) => setTimeout(resolve));
  }
  picture.close();
  return pixels;
}
