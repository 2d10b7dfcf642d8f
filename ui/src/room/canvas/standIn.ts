/** The server's picture of a long game. The page shows it while it still folds the entries. */
import { createQoiReader } from "../../ink/qoi";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../../ink/size";

/** All pixels of the raster, in the format of an ink canvas. */
export type Pixels = Uint32Array<ArrayBuffer>;

export type StandIn = {
  /**
   * The picture that the browser is fetching already, because the server's page has a preload link
   * for it.
   */
  readonly preloaded: Promise<Pixels> | undefined;
  /** Fetches the server's current picture. */
  fetch(): Promise<Pixels>;
};

/** A picture is decoded in slices of about this many ms, so that a slow page stays responsive. */
const SLICE = 24;

/** The number of pixels decoded between two checks of the clock: a sixth of the picture. */
const PIXELS_PER_STEP = (RASTER_WIDTH * RASTER_HEIGHT) / 6;

/** The stand-in for the picture of a room. */
export function createStandIn(id: string): StandIn {
  const address = `api/rooms/${id}/picture.qoi`;
  const link = document.head.querySelector(`link[rel="preload"][href="${address}"]`);
  link?.remove(); // it can be used once only
  const fetch = () => fetchPicture(address);
  return { preloaded: link ? fetch() : undefined, fetch };
}

async function fetchPicture(address: string): Promise<Pixels> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const reader = createQoiReader(bytes, RASTER_WIDTH, RASTER_HEIGHT);
  let until = performance.now() + SLICE;
  while (!reader.read(PIXELS_PER_STEP)) {
    if (performance.now() < until) continue;
    await new Promise((resolve) => setTimeout(resolve));
    until = performance.now() + SLICE;
  }
  return reader.pixels;
}
