/**
 * What end-to-end tests read from the canvas element: the page's progress, and the hash of a
 * finished drawing.
 */

/** `seq` is that of the picture on the screen, undefined while a part of it is not painted yet. */
export type Progress = { seq: number | undefined; durable: number; finished: boolean };

export type TestAttributes = {
  /** Reports whether the hash is written or not due yet; if not, it has to be tried again. */
  write(on: HTMLCanvasElement, progress: Progress, hash: () => string | undefined): boolean;
};

/** Writes only in a browser that a test drives, because a hash takes time. */
export function createTestAttributes(): TestAttributes {
  if (!navigator.webdriver) return { write: () => true };
  let hashedSeq = 0;
  return {
    write({ dataset }, { seq, durable, finished }, hash) {
      dataset.durable = String(durable);
      if (seq === undefined) return true;
      dataset.seq = String(seq);
      if (!finished || hashedSeq === seq) return true;
      const known = hash();
      if (known === undefined) return false;
      dataset.hash = known;
      hashedSeq = seq;
      return true;
    },
  };
}
