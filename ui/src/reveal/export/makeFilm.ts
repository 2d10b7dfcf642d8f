/** Has a film made of a game by a worker of its own. */
import type { OnProgress, Take } from "./film";
import type { FilmNews, FilmTask } from "./film.worker";

/** @throws an Error named NoVideo where the browser writes no video. */
export function makeFilm(
  task: FilmTask,
  { signal, onProgress }: { signal: AbortSignal; onProgress: OnProgress },
): Promise<Take> {
  // WebKitGTK before 2.54 loses the page when an encoder is the first media it is asked for (WebKit's bug 320327).
  if (task.form === "video") document.createElement("video").canPlayType("video/webm");
  const worker = new Worker(new URL("./film.worker.ts", import.meta.url), { type: "module" });
  return new Promise<Take>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
    worker.onmessage = ({ data: news }: MessageEvent<FilmNews>) => {
      if ("share" in news) onProgress(news.share);
      else if ("take" in news) resolve(news.take);
      else reject(Object.assign(new Error(news.failure.message), { name: news.failure.name }));
    };
    worker.onerror = (event) => reject(new Error(`the film failed: ${event.message}`));
    worker.postMessage(task);
  }).finally(() => worker.terminate());
}
