/** A drawing in progress, small: folds a room's stream as it comes, a little at a time. */
import { createReader } from "../ink/bytes";
import { createCanvas } from "../ink/canvas";
import { createStreamDecoder, type Entry } from "../room/line/entry";
import { type Shrink, shrink, shrunkSize } from "./shrink";
import { createSmallPainter } from "./smallPainter";

export type SmallSheet = {
  /** Takes the entries that come next, whole ones. */
  add(bytes: Uint8Array): void;
  close(): void;
};

interface Options {
  /** 0xRRGGBB */
  paper: number;
  by: Shrink;
  /** The game is in another round, or goes on or stands. */
  onPlay: (play: Play) => void;
}

/** How a game stands: its round, 0 before the first, and whether its clock runs. */
export type Play = { readonly round: number; readonly paused: boolean };

/** At most so long do all sheets of a page work at a time, in ms, so that it stays responsive. */
const SLICE = 6;
/** So many entries are folded between two looks at the clock. */
const ENTRIES_AT_ONCE = 16;

/** The sheets that have something to do, in turn. */
const busy = new Set<() => boolean>();
let scheduled = false;

/** Has a sheet do its next piece of work until it says that there is no more. */
function start(work: () => boolean): void {
  busy.add(work);
  schedule();
}

function schedule(): void {
  if (!scheduled) requestAnimationFrame(workSome);
  scheduled = true;
}

function workSome(): void {
  scheduled = false;
  const until = performance.now() + SLICE;
  for (const work of busy) {
    busy.delete(work);
    try {
      if (work()) busy.add(work); // behind the others
    } catch (err) {
      console.error(err); // of one drawing; the others go on
    }
    if (performance.now() >= until) break;
  }
  if (busy.size > 0) schedule();
}

/** A blank sheet on an element, whose size it sets. */
export function createSmallSheet(
  element: HTMLCanvasElement,
  { paper, by, onPlay }: Options,
): SmallSheet {
  const { width, height } = shrunkSize(by);
  const canvas = createCanvas(width, height, paper);
  const painter = createSmallPainter(element, canvas);
  const decoder = createStreamDecoder();
  const waiting: ReturnType<typeof createReader>[] = [];
  let play: Play = { round: 0, paused: false };

  function fold(entry: Entry): void {
    switch (entry.kind) {
      case "op": {
        const op = shrink(entry.op, by);
        if (op) canvas.apply(entry.seat, op, entry);
        break;
      }
      case "lifted":
        canvas.lift(entry.seat);
        break;
      case "round":
        play = { round: entry.number, paused: false };
        break;
      case "paused":
      case "resumed":
        play = { ...play, paused: entry.kind === "paused" };
        break;
    }
  }

  /** Folds some entries, and paints once there are none; reports whether more is to be done. */
  function work(): boolean {
    const [next] = waiting;
    if (next) {
      const before = play;
      for (const entry of decoder.decodeSome(next, ENTRIES_AT_ONCE)) fold(entry);
      if (next.at >= next.bytes.length) waiting.shift();
      if (play !== before) onPlay(play);
      if (waiting.length > 0) return true;
    }
    return !painter.paint();
  }

  start(work);
  return {
    add(bytes) {
      waiting.push(createReader(bytes));
      start(work);
    },
    close() {
      busy.delete(work);
    },
  };
}
