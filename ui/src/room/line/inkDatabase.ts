/** The browser's own database, as far as ink that is not durable is kept in it. */

/** An op that may not be durable, encoded. */
export type Row = {
  room: string;
  pen: number;
  n: number;
  /** When it was drawn, unix ms. */
  at: number;
  bytes: Uint8Array;
};

/** Rows that nobody needs any more: of a pen up to n, or all of a room. */
export type Gone = { room: string; pen?: number; upTo?: number };

/** Where rows are kept. A browser may refuse all of it (a private window, a full disk): then the promises reject. */
export type InkDatabase = {
  /** The rows of a room, by pen and n. Those of any room that were drawn before a time, in unix ms, are deleted. */
  read(room: string, before: number): Promise<Row[]>;
  /** Deletes and then puts, all or nothing. From the call on it is done whatever becomes of the page. */
  write(rows: readonly Row[], gone: readonly Gone[]): Promise<void>;
  /** Deletes all rows. */
  clear(): Promise<void>;
};

const STORE = "ink";

export function createInkDatabase(name = "tandem"): InkDatabase {
  let opening: Promise<IDBDatabase> | undefined;
  let open: IDBDatabase | undefined;

  function forget(): void {
    opening = undefined;
    open = undefined;
  }

  function connect(): Promise<IDBDatabase> {
    opening ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        const store = request.result.createObjectStore(STORE, { keyPath: ["room", "pen", "n"] });
        store.createIndex("at", "at");
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        open = request.result;
        open.onclose = forget; // the person has cleared the site's data
        open.onversionchange = () => {
          open?.close();
          forget();
        };
        resolve(open);
      };
    });
    opening.catch(forget);
    return opening;
  }

  /** Runs work in a transaction; what it gives counts once that is complete. */
  function transact<T>(db: IDBDatabase, work: (store: IDBObjectStore) => () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, "readwrite", { durability: "relaxed" });
      transaction.onabort = () => reject(transaction.error);
      const result = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(result());
    });
  }

  return {
    async read(room, before) {
      return transact(await connect(), (store) => {
        const old = store.index("at").openKeyCursor(IDBKeyRange.upperBound(before, true));
        old.onsuccess = () => {
          if (!old.result) return;
          store.delete(old.result.primaryKey);
          old.result.continue();
        };
        const rows: IDBRequest<Row[]> = store.getAll(rangeOf({ room }));
        return () => rows.result.filter(({ at }) => at >= before);
      });
    },
    async write(rows, gone) {
      // Without a wait where it can be: the page may have no more than this moment.
      const db = open ?? (await connect());
      return transact(db, (store) => {
        for (const some of gone) store.delete(rangeOf(some));
        for (const row of rows) store.put(row);
        store.transaction.commit();
        return () => {};
      });
    },
    async clear() {
      return transact(await connect(), (store) => {
        store.clear();
        return () => {};
      });
    },
  };
}

function rangeOf({ room, pen, upTo }: Gone): IDBKeyRange {
  // An array sorts after every number.
  if (pen === undefined) return IDBKeyRange.bound([room], [room, []]);
  return IDBKeyRange.bound([room, pen], [room, pen, upTo ?? []]);
}
