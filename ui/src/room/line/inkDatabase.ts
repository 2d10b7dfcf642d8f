/** Stores ink that is not durable yet in the browser's IndexedDB. */

/** An op that may not be durable, encoded. */
export type InkRow = {
  room: string;
  pen: number;
  n: number;
  /** When it was drawn, in unix ms. */
  at: number;
  bytes: Uint8Array;
};

/** Rows to delete: those of a pen up to n, or all of a room. */
export type Deletion = { room: string; pen?: number; upTo?: number };

/**
 * Stores rows. A browser may refuse all of it (a private window, a full disk); then the promises
 * reject.
 */
export type InkDatabase = {
  /**
   * Reads the rows of a room, by pen and n, and deletes the rows of any room that were drawn before
   * a time, in unix ms.
   */
  read(room: string, before: number): Promise<InkRow[]>;
  /**
   * Deletes and then puts rows in one transaction. Once called, it completes even if the page is
   * closed.
   */
  write(rows: readonly InkRow[], deletions: readonly Deletion[]): Promise<void>;
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
        open.onclose = forget; // the player has cleared the site's data
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

  /** Runs work in a transaction; resolves with its result once the transaction is complete. */
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
        const rows: IDBRequest<InkRow[]> = store.getAll(rangeOf({ room }));
        return () => rows.result.filter(({ at }) => at >= before);
      });
    },
    async write(rows, deletions) {
      // Starts synchronously if the database is open: the page may be closed right after this call.
      const db = open ?? (await connect());
      return transact(db, (store) => {
        for (const deletion of deletions) store.delete(rangeOf(deletion));
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

function rangeOf({ room, pen, upTo }: Deletion): IDBKeyRange {
  // In IndexedDB, an array sorts after every number.
  if (pen === undefined) return IDBKeyRange.bound([room], [room, []]);
  return IDBKeyRange.bound([room, pen], [room, pen, upTo ?? []]);
}
