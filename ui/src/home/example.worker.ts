/** Plays the example in a worker, because folding a game blocks a phone for too long. */
import { createExamplePlayer, type ExamplePlayer, type PenPosition } from "./examplePlayer";

export type ExampleTask =
  | { start: { stream: Uint8Array; screen: OffscreenCanvas; paper: number } }
  | { call: keyof ExamplePlayer };

/** A pen's new position; null: it has not touched the sheet yet. */
export type ExampleMessage = { seat: 1 | 2; at: PenPosition | null };

let player: ExamplePlayer | undefined;

addEventListener("message", ({ data: task }: MessageEvent<ExampleTask>) => {
  if ("call" in task) {
    player?.[task.call]();
    return;
  }
  const onPen = (seat: 1 | 2, at: PenPosition | null) => {
    const news: ExampleMessage = { seat, at };
    postMessage(news);
  };
  player = createExamplePlayer(task.start.stream, { ...task.start, onPen });
});
