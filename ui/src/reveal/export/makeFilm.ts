/** Makes a film of a game in a worker. */
import type { FilmFile, OnProgress } from "./film";
import type { FilmMessage, FilmTask } from "./film.worker";

/** @throws an Error named NoVideo where the browser cannot write videos. */
export function makeFilm(
  task: FilmTask,
  { signal, onProgress }: { signal: AbortSignal; onProgress: OnProgress },
): Promise<FilmFile> {
  // WebKitGTK before 2.54 crashes the page if an encoder is the first media it is asked for (WebKit
  // bug 320327).
  if (task.form === "video") document.createElement("video").canPlayType("video/webm");
  const worker = new Worker(new URL("./film.worker.ts", import.meta.url), { type: "module" });
  return new Promise<FilmFile>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    worker.onmessage = ({ data: news }: MessageEvent<FilmMessage>) => {
      if ("share" in news) onProgress(news.share);
      else if ("take" in news) resolve(news.take);
      else reject(Object.assign(new Error(news.failure.message), { name: news.failure.name }));
    };
    worker.onerror = (event) => reject(new Error(`the film failed: ${event.message}`));
    worker.postMessage(task);
  }).finally(() => worker.terminate());
}
