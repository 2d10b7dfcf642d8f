/** Makes films in a worker, which browsers do not throttle in a hidden tab. */
import type { FilmFile } from "./film";

export type FilmTask = { form: "gif" | "video"; stream: Uint8Array; paper: number };

/** The progress, 0 to 1; then the file or the failure. */
export type FilmMessage =
  | { share: number }
  | { take: FilmFile }
  | { failure: { name: string; message: string } };

/** The interval of progress messages, in ms. */
const PROGRESS_INTERVAL = 100;

addEventListener("message", async ({ data }: MessageEvent<FilmTask>) => {
  let postedAt = 0;
  const onProgress = (share: number) => {
    if (performance.now() - postedAt < PROGRESS_INTERVAL) return;
    postedAt = performance.now();
    post({ share });
  };
  try {
    post({ take: await make(data, onProgress) });
  } catch (err) {
    const { name, message } = err instanceof Error ? err : new Error(String(err));
    post({ failure: { name, message } });
  }
});

async function make(
  { form, stream, paper }: FilmTask,
  onProgress: (share: number) => void,
): Promise<FilmFile> {
  if (form === "gif") return (await import("./gif")).makeGif(stream, paper, onProgress);
  return (await import("./video")).makeVideo(stream, paper, onProgress);
}

function post(news: FilmMessage): void {
  postMessage(news);
}
