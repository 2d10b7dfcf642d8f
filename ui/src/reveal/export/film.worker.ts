/** Makes films off the page's own thread, which a hidden tab does not slow down either. */
import type { Take } from "./film";

export type FilmTask = { form: "gif" | "video"; stream: Uint8Array; paper: number };

/** How far the film is, 0 to 1; then the file, or why there is none. */
export type FilmNews =
  | { share: number }
  | { take: Take }
  | { failure: { name: string; message: string } };

/** How often to tell how far it is, in ms. */
const TELL_EVERY = 100;

addEventListener("message", async ({ data }: MessageEvent<FilmTask>) => {
  let told = 0;
  const onProgress = (share: number) => {
    if (performance.now() - told < TELL_EVERY) return;
    told = performance.now();
    tell({ share });
  };
  try {
    tell({ take: await make(data, onProgress) });
  } catch (err) {
    const { name, message } = err instanceof Error ? err : new Error(String(err));
    tell({ failure: { name, message } });
  }
});

async function make(
  { form, stream, paper }: FilmTask,
  onProgress: (share: number) => void,
): Promise<Take> {
  if (form === "gif") return (await import("./gif")).makeGif(stream, paper, onProgress);
  return (await import("./video")).makeVideo(stream, paper, onProgress);
}

function tell(news: FilmNews): void {
  postMessage(news);
}
