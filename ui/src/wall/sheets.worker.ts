/**
 * Watches rooms and draws what comes, in a worker: thirty drawings would hold up the page's own thread.
 */
import type { Shrink } from "./shrink";
import { createSmallSheet, type Play, type SmallSheet } from "./smallSheet";
import { watchRoom } from "./watchRoom";

/** A screen to draw on, and the port that brings its tasks. */
export type NewScreen = { screen: OffscreenCanvas; port: MessagePort };

export type SheetTask =
  /** Draws the room of this socket's address from now on. `paper` is 0xRRGGBB. */
  | { watch: string; paper: number; by: Shrink }
  /** Leaves the room; the screen keeps its picture. */
  | { leave: true };

addEventListener("message", ({ data: { screen, port } }: MessageEvent<NewScreen>) => {
  let leave = () => {};
  port.onmessage = ({ data: task }: MessageEvent<SheetTask>) => {
    leave();
    leave = "watch" in task ? watchSheet(screen, task, (play) => port.postMessage(play)) : () => {};
  };
});

function watchSheet(
  screen: OffscreenCanvas,
  { watch, ...options }: Extract<SheetTask, { watch: string }>,
  onPlay: (play: Play) => void,
): () => void {
  let sheet: SmallSheet | undefined;
  const leave = watchRoom(watch, {
    onStart() {
      sheet?.close();
      sheet = createSmallSheet(screen, { ...options, onPlay });
    },
    onEntries: (bytes) => sheet?.add(bytes),
  });
  return () => {
    leave();
    sheet?.close();
  };
}
