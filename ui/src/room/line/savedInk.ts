/**
 * Stores own ink that is not durable yet in the browser, for the pages that come after this one: after
 * a reload, Back or a crash.
 *
 * A row is written when its op is sent, and deleted once the op is durable. Only one transaction runs at
 * a time: rows that come meanwhile go with the next one, and those durable by then are never written.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Deletion, InkDatabase, InkRow } from "./inkDatabase";

/** The ink of one pen of another page: its encoded ops from n `first` on. */
export type SavedPen = { pen: number; first: number; ops: Uint8Array[] };

/** The stored ink of one room. */
export type SavedInk = {
  /** Whether the browser stores the ink, as far as is known. */
  readonly safe: ReadonlySignal<boolean>;
  /**
   * Calls back with the ink of earlier pages, the oldest pen first. If the browser takes longer
   * than PATIENCE, it calls back with what is known then, and again with everything once the
   * browser has answered.
   */
  load(onPens: (pens: SavedPen[]) => void): void;
  /** Stores op n of a pen. */
  save(pen: number, n: number, bytes: Uint8Array): void;
  /** Deletes the ops of a pen: those up to n, or all. */
  delete(pen: number, upTo?: number): void;
  /** Deletes all ink of the room. */
  clear(): void;
  /** Writes what is queued at once: the page may be about to close. */
  writeNow(): void;
};

/** Ink older than this, in ms, is deleted: its room is gone. */
export const MAX_AGE = 7 * 24 * 60 * 60_000;

/** The page does not wait for the browser's answer longer than this, in ms. */
export const PATIENCE = 1000;

/** A browser that has not answered within this, in ms, does not count as safe. */
export const UNSAFE_AFTER = 10_000;

/** The delay of deletions without a write, and of another try after a failure, in ms. */
export const RETRY_DELAY = 1000;

/**
 * Returns the stored ink of a room, by the room's id. Rows that the database does not accept are
 * kept as long as the document lives.
 */
export function createSavedInk(database: InkDatabase): (room: string) => SavedInk {
  const safe = signal(true);
  /** Rows that may not be in the database yet, by key. */
  const queued = new Map<string, InkRow>();
  let deletions: Deletion[] = [];
  let writing = 0;
  let scheduled = false;
  let later: ReturnType<typeof setTimeout> | undefined;

  const keyOf = ({ room, pen, n }: InkRow) => `${room} ${pen} ${n}`;

  function write(): void {
    clearTimeout(later);
    later = undefined;
    scheduled = false;
    if (queued.size === 0 && deletions.length === 0) return;
    const rows = [...queued.values()];
    const batch = deletions;
    deletions = [];
    writing++;
    database.write(rows, batch).then(
      () => {
        writing--;
        safe.value = true;
        for (const row of rows) {
          if (queued.get(keyOf(row)) === row) queued.delete(keyOf(row));
        }
        if (queued.size > 0) writeSoon();
        else if (deletions.length > 0) writeLater();
      },
      (err) => {
        writing--;
        if (safe.value) console.warn("room: the browser keeps no ink", err);
        safe.value = false;
        deletions = [...batch, ...deletions];
        writeLater();
      },
    );
  }

  /** Writes at the end of this task, together with other rows. */
  function writeSoon(): void {
    if (!safe.value) writeLater();
    else if (writing === 0 && !scheduled) {
      scheduled = true;
      queueMicrotask(() => scheduled && write());
    }
  }

  function writeLater(): void {
    later ??= setTimeout(() => {
      later = undefined;
      if (writing === 0) write();
    }, RETRY_DELAY);
  }

  function queueDeletion(deletion: Deletion): void {
    for (const [name, row] of queued) if (isCovered(row, deletion)) queued.delete(name);
    deletions = [...deletions.filter((other) => !covers(deletion, other)), deletion];
    writeLater();
  }

  /** The rows of a room: those read from the database and those not written yet. */
  function known(room: string, given: readonly InkRow[]): InkRow[] {
    const rows = given.filter((row) => !deletions.some((some) => isCovered(row, some)));
    const all = new Map([...rows.map((row) => [keyOf(row), row] as const), ...queued]);
    return [...all.values()].filter((row) => row.room === room);
  }

  return (room) => ({
    safe,
    load(onPens) {
      const patienceTimer = setTimeout(() => onPens(savedPensOf(known(room, []))), PATIENCE);
      const unsafeTimer = setTimeout(() => {
        safe.value = false;
      }, UNSAFE_AFTER);
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
          clearTimeout(patienceTimer);
          clearTimeout(unsafeTimer);
          onPens(savedPensOf(known(room, rows)));
        });
    },
    save(pen, n, bytes) {
      const row = { room, pen, n, at: Date.now(), bytes };
      queued.set(keyOf(row), row);
      writeSoon();
    },
    delete: (pen, upTo) => queueDeletion({ room, pen, upTo }),
    clear: () => queueDeletion({ room }),
    writeNow: write,
  });
}

function isCovered(row: InkRow, { room, pen = row.pen, upTo = row.n }: Deletion): boolean {
  return row.room === room && row.pen === pen && row.n <= upTo;
}

/** Whether `deletion` deletes everything that `other` does. */
function covers(deletion: Deletion, other: Deletion): boolean {
  if (deletion.room !== other.room || (deletion.pen !== undefined && deletion.pen !== other.pen))
    return false;
  return deletion.upTo === undefined || (other.upTo !== undefined && other.upTo <= deletion.upTo);
}

/** One item per pen, in the order in which the pens began. Ops after a gap cannot be sent. */
function savedPensOf(rows: InkRow[]): SavedPen[] {
  const pens = new Map<number, InkRow[]>();
  for (const row of rows.sort((a, b) => a.n - b.n)) {
    const rowsOfPen = pens.get(row.pen) ?? [];
    if (rowsOfPen.length === 0 || rowsOfPen[0].n + rowsOfPen.length === row.n) rowsOfPen.push(row);
    pens.set(row.pen, rowsOfPen);
  }
  return [...pens.values()]
    .sort(([a], [b]) => a.at - b.at)
    .map((own) => ({ pen: own[0].pen, first: own[0].n, ops: own.map(({ bytes }) => bytes) }));
}
