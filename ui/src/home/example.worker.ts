/** Plays the example in a worker, because folding a game blocks a phone for too long. */
import { createExamplePlayback, type ExamplePlayback, type PenPosition } from "./examplePlayback";

export type ExampleTask =
  | { start: { stream: Uint8Array; screen: OffscreenCanvas; paper: number } }
  | { call: keyof ExamplePlayback };

/** A pen's new position; null: it has not touched the sheet yet. */
export type ExampleMessage = { seat: 1 | 2; at: PenPosition | null };

let playback: ExamplePlayback | undefined;

addEventListener("message", ({ data: task }: MessageEvent<ExampleTask>) => {
  if ("call" in task) {
    playback?.[task.call]();
    return;
  }
  const onPen = (seat: 1 | 2, at: PenPosition | null) => {
    const news: ExampleMessage = { seat, at };
    postMessage(news);
  };
  playback = createExamplePlayback(task.start.stream, { ...task.start, onPen });
});
