import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Deletion, InkDatabase, InkRow } from "./inkDatabase";
import {
  createSavedInk,
  MAX_AGE,
  PATIENCE,
  RETRY_DELAY,
  type SavedInk,
  type SavedPen,
  UNSAFE_AFTER,
} from "./savedInk";

/** An in-memory database that a test may delay or break. */
function createDatabase() {
  const rows = new Map<string, InkRow>();
  const database = {
    rows,
    writes: 0,
    broken: false,
    /** Answers wait until it resolves. */
    held: Promise.resolve(),
    names: () => [...rows.keys()].sort(),
    async read(room: string, before: number) {
      await database.held;
      if (database.broken) throw new Error("denied");
      for (const [name, { at }] of rows) if (at < before) rows.delete(name);
      return [...rows.values()].filter((row) => row.room === room);
    },
    async write(put: readonly InkRow[], gone: readonly Deletion[]) {
      database.writes++;
      await database.held;
      if (database.broken) throw new Error("denied");
      for (const { room, pen, upTo = Number.POSITIVE_INFINITY } of gone) {
        for (const [name, row] of rows) {
          if (row.room === room && row.pen === (pen ?? row.pen) && row.n <= upTo) rows.delete(name);
        }
      }
      for (const row of put) rows.set(`${row.room} ${row.pen} ${row.n}`, row);
    },
    async clear() {
      rows.clear();
    },
  };
  return database satisfies InkDatabase;
}

/** The results of a load; the last one is complete. */
async function load(ink: SavedInk): Promise<SavedPen[][]> {
  const given: SavedPen[][] = [];
  ink.load((left) => given.push(left));
  await vi.advanceTimersByTimeAsync(0);
  return given;
}

const bytes = (...of: number[]) => Uint8Array.from(of);
const soon = () => vi.advanceTimersByTimeAsync(0);
const later = () => vi.advanceTimersByTimeAsync(RETRY_DELAY);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("the next page loads ink that is not durable, by pen, the oldest first", async () => {
  const database = createDatabase();
  const ink = createSavedInk(database)("room");
  ink.save(90, 1, bytes(1));
  ink.save(90, 2, bytes(2));
  await soon();
  expect(database.writes, "with what else is said at once").toBe(1);
  vi.setSystemTime(Date.now() + 1);
  ink.save(7, 1, bytes(3));
  createSavedInk(database)("another").save(5, 1, bytes(9));
  await soon();
  ink.delete(90, 1);
  await later();

  expect(await load(createSavedInk(database)("room"))).toEqual([
    [
      { pen: 90, first: 2, ops: [bytes(2)] },
      { pen: 7, first: 1, ops: [bytes(3)] },
    ],
  ]);
  ink.clear();
  await later();
  expect(database.names()).toEqual(["another 5 1"]);
});

test("rows are collected during a write, and those durable by then are never written", async () => {
  const database = createDatabase();
  let goOn = () => {};
  database.held = new Promise((resolve) => {
    goOn = resolve;
  });
  const ink = createSavedInk(database)("room");
  ink.save(7, 1, bytes(1));
  await soon();
  for (const n of [2, 3, 4]) ink.save(7, n, bytes(n));
  ink.delete(7, 3);
  await soon();
  expect(database.writes).toBe(1);
  goOn();
  await soon();
  expect(database.writes).toBe(2);
  expect(database.names()).toEqual(["room 7 4"]);
});

test("a page that may be about to close writes at once, even during a write", async () => {
  const database = createDatabase();
  database.held = new Promise(() => {});
  const ink = createSavedInk(database)("room");
  ink.save(7, 1, bytes(1));
  await soon();
  ink.save(7, 2, bytes(2));
  ink.writeNow();
  expect(database.writes).toBe(2);
  ink.save(7, 3, bytes(3));
  ink.writeNow();
  expect(database.writes).toBe(3);
});

test("a browser that stores nothing is reported as unsafe, and the document keeps the rows", async () => {
  const database = createDatabase();
  database.broken = true;
  const inkOf = createSavedInk(database);
  expect(await load(inkOf("room"))).toEqual([[]]);
  expect(inkOf("room").safe.value).toBe(false);
  inkOf("room").save(7, 1, bytes(1));
  inkOf("room").save(7, 2, bytes(2));
  await later();
  // The player leaves the room and enters it again.
  const left = [{ pen: 7, first: 1, ops: [bytes(1), bytes(2)] }];
  expect(await load(inkOf("room"))).toEqual([left]);
  expect(await load(inkOf("another"))).toEqual([[]]);

  database.broken = false;
  await later();
  expect(inkOf("room").safe.value).toBe(true);
  expect(await load(createSavedInk(database)("room"))).toEqual([left]);
});

test("a failed write is retried with its deletions", async () => {
  const database = createDatabase();
  const ink = createSavedInk(database)("room");
  ink.save(7, 1, bytes(1));
  await soon();
  database.broken = true;
  ink.delete(7, 1);
  ink.save(7, 2, bytes(2));
  await later();
  expect(ink.safe.value).toBe(false);
  expect(await load(ink), "as if the delete had been").toEqual([
    [{ pen: 7, first: 2, ops: [bytes(2)] }],
  ]);
  database.broken = false;
  await later();
  await later();
  expect(database.names()).toEqual(["room 7 2"]);
});

test("the page does not wait for a slow browser, whose late answer still counts", async () => {
  const database = createDatabase();
  createSavedInk(database)("room").save(7, 1, bytes(1));
  await soon();
  let answer = () => {};
  database.held = new Promise((resolve) => {
    answer = resolve;
  });
  const ink = createSavedInk(database)("room");
  const given: SavedPen[][] = [];
  ink.load((left) => given.push(left));
  await vi.advanceTimersByTimeAsync(PATIENCE - 1);
  expect(given).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(given).toEqual([[]]);
  expect(ink.safe.value, "slow is not unsafe").toBe(true);
  await vi.advanceTimersByTimeAsync(UNSAFE_AFTER);
  expect(ink.safe.value).toBe(false);
  answer();
  await soon();
  expect(given.slice(1)).toEqual([[{ pen: 7, first: 1, ops: [bytes(1)] }]]);
  expect(ink.safe.value).toBe(true);
});

test("old ink is deleted", async () => {
  const database = createDatabase();
  createSavedInk(database)("old").save(7, 1, bytes(1));
  await soon();
  vi.setSystemTime(Date.now() + MAX_AGE);
  createSavedInk(database)("room").save(8, 1, bytes(1));
  await soon();
  await load(createSavedInk(database)("room"));
  expect(database.rows.size).toBe(2);
  vi.setSystemTime(Date.now() + 1);
  await load(createSavedInk(database)("room"));
  expect(database.names()).toEqual(["room 8 1"]);
});

test("ops after a gap are not loaded, because the room would refuse them", async () => {
  const database = createDatabase();
  const ink = createSavedInk(database)("room");
  for (const n of [4, 5, 7]) ink.save(7, n, bytes(n));
  await soon();
  expect(await load(createSavedInk(database)("room"))).toEqual([
    [{ pen: 7, first: 4, ops: [bytes(4), bytes(5)] }],
  ]);
});
