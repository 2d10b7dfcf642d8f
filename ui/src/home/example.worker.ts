/** Plays the example off the page's own thread: to fold a game takes a phone longer than a page may stand still. */
import { createExamplePlayer, type ExamplePlayer, type PenAt } from "./examplePlayer";

export type ExampleTask =
  | { start: { stream: Uint8Array; screen: OffscreenCanvas; paper: number } }
  | { call: keyof ExamplePlayer };

/** A pen moved; null: it has not touched the sheet yet. */
export type ExampleNews = { seat: 1 | 2; at: PenAt | null };

let player: ExamplePlayer | undefined;

addEventListener("message", ({ data: task }: MessageEvent<ExampleTask>) => {
  if ("call" in task) {
    player?.[task.call]();
    return;
  }
  const onPen = (seat: 1 | 2, at: PenAt | null) => {
    const news: ExampleNews = { seat, at };
    postMessage(news);
  };
  player = createExamplePlayer(task.start.stream, { ...task.start, onPen });
});
