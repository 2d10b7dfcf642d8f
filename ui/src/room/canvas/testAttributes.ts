/**
 * What end-to-end tests read from the canvas element: the page's progress, and the hash of a
 * finished drawing.
 */

export type Progress = { seq: number; durable: number; finished: boolean };

export type TestAttributes = {
  /** Reports whether everything was written; false if the hash has to be tried again. */
  write(on: HTMLCanvasElement, progress: Progress, hash: () => string | undefined): boolean;
};

/** Writes only in a browser that a test drives, because a hash takes time. */
export function createTestAttributes(): TestAttributes {
  if (!navigator.webdriver) return { write: () => true };
  let hashedSeq = 0;
  return {
    write({ dataset }, { seq, durable, finished }, hash) {
      dataset.seq = String(seq);
      dataset.durable = String(durable);
      if (!finished || hashedSeq === seq) return true;
      const known = hash();
      if (known === undefined) return false;
      dataset.hash = known;
      hashedSeq = seq;
      return true;
    },
  };
}
