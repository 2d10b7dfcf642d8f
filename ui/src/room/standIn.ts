/** The server's picture of a long game, which stands in while the page folds its entries itself. */
import { RASTER_WIDTH } from "../ink/size";

/** The pixels of a room's picture as the server has it now. */
export function fetchPicture(id: string): Promise<Uint32Array> {
  const worker = new Worker(new URL("./standIn.worker.ts", import.meta.url), { type: "module" });
  return new Promise<Uint32Array>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Uint32Array | string>) => {
      if (typeof data === "string") reject(new Error(data));
      else resolve(data);
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(`/api/rooms/${id}/picture.png?width=${RASTER_WIDTH}`);
  }).finally(() => worker.terminate());
}
