/** The server's picture of a long game, which stands in while the page folds its entries itself. */
import { createQoiReader } from "../../ink/qoi";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../../ink/size";

/** All pixels, as an ink canvas has them. */
export type Pixels = Uint32Array<ArrayBuffer>;

export type StandIn = {
  /** The picture that is on its way already, as the server had the browser fetch it ahead of the page. */
  readonly ahead: Promise<Pixels> | undefined;
  /** Fetches the picture as the server has it now. */
  fetch(): Promise<Pixels>;
};

/** A picture is read in slices of about so long, in ms: all at once would hold a slow page. */
const SLICE = 24;

/** So much is read between two looks at the clock, a sixth. */
const PART = (RASTER_WIDTH * RASTER_HEIGHT) / 6;

/** The picture of a room. */
export function createStandIn(id: string): StandIn {
  const address = `/api/rooms/${id}/picture.qoi`;
  const link = document.head.querySelector(`link[rel="preload"][href="${address}"]`);
  link?.remove(); // it serves once
  const fetch = () => fetchPicture(address);
  return { ahead: link ? fetch() : undefined, fetch };
}

async function fetchPicture(address: string): Promise<Pixels> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const reader = createQoiReader(bytes, RASTER_WIDTH, RASTER_HEIGHT);
  let until = performance.now() + SLICE;
  while (!reader.read(PART)) {
    if (performance.now() < until) continue;
    await new Promise((resolve) => setTimeout(resolve));
    until = performance.now() + SLICE;
  }
  return reader.pixels;
}
