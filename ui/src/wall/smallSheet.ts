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

/** At most so long does one task fold or paint, in ms, so that what the sockets bring is heard meanwhile. */
const SLICE = 8;
/** So many entries are folded between two looks at the clock. */
const ENTRIES_AT_ONCE = 16;
/** How often drawings are painted, in ms: a frame costs the browser as much as folding several of them. */
const PAINT_EVERY = 25;

/** Does a little of each piece of work in turn, whenever `schedule` says. A piece returns whether there is more of it. */
function createTurns(schedule: (run: () => void) => void) {
  const waiting = new Set<() => boolean>();
  let scheduled = false;

  function run(): void {
    scheduled = false;
    const until = performance.now() + SLICE;
    for (const work of waiting) {
      waiting.delete(work);
      try {
        if (work()) waiting.add(work); // behind the others
      } catch (err) {
        console.error(err); // of one drawing; the others go on
      }
      if (performance.now() >= until) break;
    }
    if (waiting.size > 0) start();
  }

  function start(): void {
    if (!scheduled) schedule(run);
    scheduled = true;
  }

  return {
    add(work: () => boolean): void {
      waiting.add(work);
      start();
    },
    delete(work: () => boolean): void {
      waiting.delete(work);
    },
  };
}

/** All sheets of a page take turns. */
const folds = createTurns((run) => setTimeout(run));
const paints = createTurns((run) => setTimeout(() => requestAnimationFrame(run), PAINT_EVERY));

/** A blank sheet on an element, whose size it sets. */
export function createSmallSheet(
  element: OffscreenCanvas,
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

  const paint = () => !painter.paint();

  /** Folds some entries; reports whether there are more. */
  function foldSome(): boolean {
    const [next] = waiting;
    if (!next) return false;
    const before = play;
    for (const entry of decoder.decodeSome(next, ENTRIES_AT_ONCE)) fold(entry);
    if (next.at >= next.bytes.length) waiting.shift();
    if (play !== before) onPlay(play);
    paints.add(paint);
    return waiting.length > 0;
  }

  paints.add(paint);
  return {
    add(bytes) {
      waiting.push(createReader(bytes));
      folds.add(foldSome);
    },
    close() {
      folds.delete(foldSome);
      paints.delete(paint);
    },
  };
}
