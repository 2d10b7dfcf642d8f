/**
 * Own ink that is not durable yet, kept by the browser for the pages that come after this one: after
 * a reload, Back, a crash.
 *
 * A row is written as its op is sent, and deleted once that is durable. One transaction at a time:
 * what comes meanwhile goes with the next, and what is durable by then is never written.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Gone, InkDatabase, Row } from "./inkDatabase";

/** What another page left of a pen: the ops from n `first` on, encoded. */
export type Left = { pen: number; first: number; ops: Uint8Array[] };

/** The ink of one room. */
export type SavedInk = {
  /** Whether the browser keeps it, as far as is known. */
  readonly safe: ReadonlySignal<boolean>;
  /**
   * Gives what pages before this one left, the oldest pen first. Where the browser takes longer than PATIENCE it gives
   * what is known then, and all of it once there is an answer.
   */
  load(take: (left: Left[]) => void): void;
  /** Keeps op n of a pen. */
  save(pen: number, n: number, bytes: Uint8Array): void;
  /** Lets go of the ops of a pen, those up to n or all. */
  letGo(pen: number, upTo?: number): void;
  /** Lets go of all of the room. */
  clear(): void;
  /** The page may be about to go: writes what waits at once. */
  hurry(): void;
};

/** Ink that was not sent in so long, in ms, has no room to go to. */
export const MAX_AGE = 7 * 24 * 60 * 60_000;

/** A browser that has not answered within this, in ms, keeps nobody waiting. */
export const PATIENCE = 1000;

/** One that has not within this, in ms, is not to be counted on. */
export const UNSAFE = 10_000;

/** When deletes go that no write takes along, and when what failed is tried again, in ms. */
export const LATER = 1000;

/** Gives the ink of a room, by its id. What no database would take lives as long as the document. */
export function createSavedInk(database: InkDatabase): (room: string) => SavedInk {
  const safe = signal(true);
  /** Rows that are not in the database for sure, by name. */
  const waiting = new Map<string, Row>();
  let gone: Gone[] = [];
  let writing = 0;
  let due = false;
  let later: ReturnType<typeof setTimeout> | undefined;

  const nameOf = ({ room, pen, n }: Row) => `${room} ${pen} ${n}`;

  function write(): void {
    clearTimeout(later);
    later = undefined;
    due = false;
    if (waiting.size === 0 && gone.length === 0) return;
    const rows = [...waiting.values()];
    const less = gone;
    gone = [];
    writing++;
    database.write(rows, less).then(
      () => {
        writing--;
        safe.value = true;
        for (const row of rows) {
          if (waiting.get(nameOf(row)) === row) waiting.delete(nameOf(row));
        }
        if (waiting.size > 0) soon();
        else if (gone.length > 0) inAWhile();
      },
      (err) => {
        writing--;
        if (safe.value) console.warn("room: the browser keeps no ink", err);
        safe.value = false;
        gone = [...less, ...gone];
        inAWhile();
      },
    );
  }

  /** With what else this task has to say. */
  function soon(): void {
    if (!safe.value) inAWhile();
    else if (writing === 0 && !due) {
      due = true;
      queueMicrotask(() => due && write());
    }
  }

  function inAWhile(): void {
    later ??= setTimeout(() => {
      later = undefined;
      if (writing === 0) write();
    }, LATER);
  }

  function remove(some: Gone): void {
    for (const [name, row] of waiting) if (isOf(row, some)) waiting.delete(name);
    gone = [...gone.filter((other) => !covers(some, other)), some];
    inAWhile();
  }

  /** The rows of a room: those that the database has given, and what it does not know yet. */
  function known(room: string, given: readonly Row[]): Row[] {
    const rows = given.filter((row) => !gone.some((some) => isOf(row, some)));
    const all = new Map([...rows.map((row) => [nameOf(row), row] as const), ...waiting]);
    return [...all.values()].filter((row) => row.room === room);
  }

  return (room) => ({
    safe,
    load(take) {
      const late = setTimeout(() => take(leftOf(known(room, []))), PATIENCE);
      const mute = setTimeout(() => {
        safe.value = false;
      }, UNSAFE);
      database
        .read(room, Date.now() - MAX_AGE)
        .then(
          (rows) => {
            safe.value = true;
            return rows;
          },
          (err) => {
            console.warn("room: the browser tells of no ink", err);
            safe.value = false;
            return [];
          },
        )
        .then((rows) => {
          clearTimeout(late);
          clearTimeout(mute);
          take(leftOf(known(room, rows)));
        });
    },
    save(pen, n, bytes) {
      const row = { room, pen, n, at: Date.now(), bytes };
      waiting.set(nameOf(row), row);
      soon();
    },
    letGo: (pen, upTo) => remove({ room, pen, upTo }),
    clear: () => remove({ room }),
    hurry: write,
  });
}

function isOf(row: Row, { room, pen = row.pen, upTo = row.n }: Gone): boolean {
  return row.room === room && row.pen === pen && row.n <= upTo;
}

/** Whether whatever is of `other` is of `some`. */
function covers(some: Gone, other: Gone): boolean {
  if (some.room !== other.room || (some.pen !== undefined && some.pen !== other.pen)) return false;
  return some.upTo === undefined || (other.upTo !== undefined && other.upTo <= some.upTo);
}

/** A pen each, in the order in which they were taken up. What follows a gap can't be sent. */
function leftOf(rows: Row[]): Left[] {
  const pens = new Map<number, Row[]>();
  for (const row of rows.sort((a, b) => a.n - b.n)) {
    const own = pens.get(row.pen) ?? [];
    if (own.length === 0 || own[0].n + own.length === row.n) own.push(row);
    pens.set(row.pen, own);
  }
  return [...pens.values()]
    .sort(([a], [b]) => a.at - b.at)
    .map((own) => ({ pen: own[0].pen, first: own[0].n, ops: own.map(({ bytes }) => bytes) }));
}
