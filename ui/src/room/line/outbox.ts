/** The ops of one pen from the hand until they are durable. */

import { createWriter, writeBytes, writeUvarint, written } from "../../ink/bytes";
import { createCursor, encodeOp, type Op } from "../../ink/op";

/** So many bytes of ops may wait, some ten minutes of drawing on a dead line, before it is full. */
export const OUTBOX_LIMIT = 256 * 1024;

/** The most bytes of a frame of several ops, its n included. A fill may be longer and goes alone. */
export const FRAME_LIMIT = 8 * 1024;

type Kept = {
  /** Undefined of what another page has drawn. */
  op?: Op;
  bytes: Uint8Array;
  /** The seq the room gave it, once it came back. */
  seq?: number;
  /** The room would not have it. Kept until a later op is durable: a room
   *  that is restored does not know that this n was used up. */
  refused?: true;
};

export type Outbox = {
  /** n of the newest op, 0 before the first. */
  readonly last: number;
  /** So much waits that no new ink should be taken; the rest of a stroke still is. */
  readonly full: boolean;
  /** n of the oldest op that is kept, or of the next. */
  readonly first: number;
  /** Nothing is kept but what was refused. */
  readonly done: boolean;
  /** Numbers the pen's next op and gives its bytes. Not for a pen that another page has drawn with. */
  push(op: Op): Uint8Array;
  /** The room took op n as entry seq. */
  echoed(n: number, seq: number): void;
  /** The room would not take op n. */
  refused(n: number): void;
  /** The ops up to n that the room has not answered for, in order. */
  unanswered(upTo: number): number[];
  /** Lets go of what is durable up to seq. */
  durable(seq: number): void;
  /** A new epoch: what was taken but not durable is unknown there. */
  forgetAnswers(): void;
  /** All that was pushed and is kept, in order. */
  kept(): { n: number; op: Op; refused?: true }[];
  /** Frames that carry the ops after n, each of one op or of at most FRAME_LIMIT bytes. */
  frames(after: number): Uint8Array<ArrayBuffer>[];
};

/** An empty outbox, or one that holds what another page left: ops from n `first` on, encoded. */
export function createOutbox(first = 1, left: readonly Uint8Array[] = []): Outbox {
  const cursor = createCursor();
  // kept[i] is op first + i: gapless, in order.
  let kept: Kept[] = left.map((bytes) => ({ bytes }));
  let size = left.reduce((sum, { length }) => sum + length, 0);

  return {
    get last() {
      return first + kept.length - 1;
    },
    get full() {
      return size >= OUTBOX_LIMIT;
    },
    get first() {
      return first;
    },
    get done() {
      return kept.every(({ refused }) => refused);
    },
    push(op) {
      const w = createWriter(16);
      encodeOp(w, op, cursor);
      const bytes = written(w);
      kept.push({ op, bytes });
      size += bytes.length;
      return bytes;
    },
    echoed(n, seq) {
      const k = kept[n - first];
      if (k) k.seq = seq;
    },
    refused(n) {
      const k = kept[n - first];
      if (k) k.refused = true;
    },
    unanswered(upTo) {
      const open: number[] = [];
      for (let n = first; n <= upTo; n++) {
        const k = kept[n - first];
        if (k && k.seq === undefined && !k.refused) open.push(n);
      }
      return open;
    },
    durable(seq) {
      let done = 0;
      for (let i = 0; i < kept.length; i++) {
        const k = kept[i];
        if (k.seq !== undefined && k.seq <= seq) done = i + 1;
      }
      for (const k of kept.splice(0, done)) size -= k.bytes.length;
      first += done;
    },
    forgetAnswers() {
      kept = kept.map(({ op, bytes }) => ({ op, bytes }));
    },
    kept: () => kept.flatMap(({ op, refused }, i) => (op ? [{ n: first + i, op, refused }] : [])),
    frames(after) {
      const out: Uint8Array<ArrayBuffer>[] = [];
      let i = Math.max(0, after + 1 - first);
      while (i < kept.length) {
        const w = createWriter(64);
        writeUvarint(w, first + i);
        do writeBytes(w, kept[i++].bytes);
        while (i < kept.length && w.length + kept[i].bytes.length <= FRAME_LIMIT);
        out.push(written(w));
      }
      return out;
    },
  };
}
