/** What tests read off the canvas: how far its page is, and the hash of a finished drawing. */

export type Progress = { seq: number; durable: number; finished: boolean };

export type TestMarks = {
  /** Reports whether all is told; false if the hash has to be asked for again. */
  write(on: HTMLCanvasElement, progress: Progress, hash: () => string | undefined): boolean;
};

/** Writes nothing in a browser that no test drives: a hash takes time. */
export function createTestMarks(): TestMarks {
  if (!navigator.webdriver) return { write: () => true };
  let hashed = 0;
  return {
    write({ dataset }, { seq, durable, finished }, hash) {
      dataset.seq = String(seq);
      dataset.durable = String(durable);
      if (!finished || hashed === seq) return true;
      const known = hash();
      if (known === undefined) return false;
      dataset.hash = known;
      hashed = seq;
      return true;
    },
  };
}
