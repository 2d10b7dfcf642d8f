/**
 * The marks of a picture: section 7 of room/ink/doc.go. A mark is what can be undone as one: a
 * stroke, a fill or a clear.
 */

import type { Id } from "./op";
import type { Cover } from "./raster/cover";

export type Seat = 1 | 2;

export type Mark = {
  readonly kind: "stroke" | "fill" | "clear";
  readonly seat: Seat;
  /** The id of its first op. Pen 0 is this page's, until the stream has brought it. */
  pen: number;
  readonly n: number;
  /** Its ink; for a fill also the colour that it replaces. */
  readonly pixel: number;
  readonly ground: number;
  /** What it covers; a stroke's cover is known once it settles. */
  cover: Cover;
  /** 0 unless it is undone; otherwise a number that grows with each undo and redo. */
  undone: number;
  /** Whether it is drawn in the raster. */
  laid: boolean;
};

/** The settled marks, in the order in which they settled. */
export type Marks = {
  readonly list: readonly Mark[];
  /** The number of undos and redos so far. */
  readonly flips: number;
  add(mark: Mark): void;
  find(seat: Seat, id: Id): Mark | undefined;
  /** Applies an undo or a redo. Does nothing if there is no such mark. */
  flip(seat: Seat, id: Id, undone: boolean): void;
  save(): SavedMarks;
  /** Restores saved marks, or none. */
  restore(saved?: SavedMarks): void;
};

export type SavedMarks = {
  readonly list: readonly Mark[];
  readonly undone: readonly number[];
  readonly laid: readonly boolean[];
  readonly flips: number;
};

export function createMarks(): Marks {
  let list: Mark[] = [];
  let flips = 0;
  const named = new Map<string, Mark>();
  const name = (seat: Seat, { pen, n }: Id): string => `${seat} ${pen} ${n}`;
  const find = (seat: Seat, id: Id): Mark | undefined => named.get(name(seat, id));

  return {
    get list() {
      return list;
    },
    get flips() {
      return flips;
    },
    add(mark) {
      list.push(mark);
      named.set(name(mark.seat, mark), mark);
    },
    find,
    flip(seat, id, undone) {
      flips++;
      const mark = find(seat, id);
      if (mark) mark.undone = undone ? mark.undone || flips : 0;
    },
    save: () => ({
      list: [...list],
      undone: list.map((mark) => mark.undone),
      laid: list.map((mark) => mark.laid),
      flips,
    }),
    restore(saved) {
      list = [];
      named.clear();
      flips = saved?.flips ?? 0;
      saved?.list.forEach((mark, i) => {
        mark.undone = saved.undone[i];
        mark.laid = saved.laid[i];
        list.push(mark);
        named.set(name(mark.seat, mark), mark);
      });
    },
  };
}

/**
 * Decides which marks are visible; call it from the last mark to the first. A mark is visible if it
 * is not undone and no clear of its seat that is not undone follows.
 */
export function createVisibility(isUndone: (mark: Mark) => boolean): (mark: Mark) => boolean {
  const cleared = [false, false];
  return (mark) => {
    const shows = !isUndone(mark) && !cleared[mark.seat - 1];
    if (mark.kind === "clear" && !isUndone(mark)) cleared[mark.seat - 1] = true;
    return shows;
  };
}
