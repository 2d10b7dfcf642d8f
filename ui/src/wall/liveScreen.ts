/** The page's end of a live drawing: a canvas element on which a worker draws. */
import type { NewScreen, SheetTask } from "./sheets.worker";
import type { Shrink } from "./shrink";
import type { Play } from "./smallSheet";

export type LiveScreen = {
  /** Draws a room, from a blank sheet of this paper, 0xRRGGBB. */
  watch(room: string, paper: number, by: Shrink): void;
  /** Leaves the room; the picture stays. */
  leave(): void;
  close(): void;
};

/** All screens of a page share one worker, for as long as there are any. */
let worker: Worker | undefined;
let screens = 0;

/** Makes a screen of an element, which it takes over for good: an element can be taken only once. */
export function openLiveScreen(
  element: HTMLCanvasElement,
  onPlay: (play: Play) => void,
): LiveScreen {
  worker ??= new Worker(new URL("./sheets.worker.ts", import.meta.url), { type: "module" });
  screens++;
  const { port1: port, port2: itsPort } = new MessageChannel();
  port.onmessage = ({ data }: MessageEvent<Play>) => onPlay(data);
  const screen = element.transferControlToOffscreen();
  worker.postMessage({ screen, port: itsPort } satisfies NewScreen, [screen, itsPort]);
  const tell = (task: SheetTask) => port.postMessage(task);
  return {
    watch(room, paper, by) {
      const url = new URL(`api/rooms/${room}/watch`, document.baseURI);
      url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
      tell({ watch: url.href, paper, by });
    },
    leave: () => tell({ leave: true }),
    close() {
      tell({ leave: true });
      port.close();
      screens--;
      if (screens > 0) return;
      worker?.terminate();
      worker = undefined;
    },
  };
}
