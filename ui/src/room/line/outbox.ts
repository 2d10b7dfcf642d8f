/** The ops of one pen, from when they are drawn until they are durable. */

import { createWriter, toBytes, writeBytes, writeUvarint } from "../../ink/bytes";
import { createCursor, encodeOp, type Op } from "../../ink/op";

/** The outbox is full at this many bytes: about ten minutes of drawing without a connection. */
export const OUTBOX_LIMIT = 256 * 1024;

/**
 * The most bytes of a frame with several ops, its n included. A larger op, such as a fill, gets a
 * frame of its own.
 */
export const FRAME_LIMIT = 8 * 1024;

type PendingOp = {
  /** Undefined for the ops of another page. */
  op?: Op;
  bytes: Uint8Array;
  /** The seq that the room gave it, once the stream has brought it. */
  seq?: number;
  /**
   * The room refused it. It stays until a later op is durable: a room that is restored does not
   * know that this n was used.
   */
  refused?: true;
};

export type Outbox = {
  /** n of the newest op; 0 before the first. */
  readonly last: number;
  /** No new stroke should be accepted; the rest of an open stroke still is. */
  readonly full: boolean;
  /** n of the oldest op in the outbox; if it is empty, of the next op. */
  readonly first: number;
  /** Whether the outbox holds nothing but refused ops. */
  readonly settled: boolean;
  /** Numbers the pen's next op and returns its bytes. Not for a pen of another page. */
  push(op: Op): Uint8Array;
  /** The stream has brought op n as entry seq. */
  accepted(n: number, seq: number): void;
  /** The room refused op n. */
  refused(n: number): void;
  /** The ops up to n that the room has neither accepted nor refused, in order. */
  unanswered(upTo: number): number[];
  /** Removes the ops that are durable up to seq. */
  durable(seq: number): void;
  /** A new epoch: the room does not know the ops that it had accepted but that were not durable. */
  forgetAnswers(): void;
  /** The pushed ops in the outbox, in order. */
  ops(): { n: number; op: Op; refused?: true }[];
  /** Frames with the ops after n. Each has one op or at most FRAME_LIMIT bytes. */
  frames(after: number): Uint8Array<ArrayBuffer>[];
};

/** Creates an empty outbox, or one with the encoded ops of another page, from n `first` on. */
export function createOutbox(first = 1, saved: readonly Uint8Array[] = []): Outbox {
  const cursor = createCursor();
  // pending[i] is op first + i, without gaps.
  let pending: PendingOp[] = saved.map((bytes) => ({ bytes }));
  let size = saved.reduce((sum, { length }) => sum + length, 0);

  return {
    get last() {
      return first + pending.length - 1;
    },
    get full() {
      return size >= OUTBOX_LIMIT;
    },
    get first() {
      return first;
    },
    get settled() {
      return pending.every(({ refused }) => refused);
    },
    push(op) {
      const w = createWriter(16);
      encodeOp(w, op, cursor);
      const bytes = toBytes(w);
      pending.push({ op, bytes });
      size += bytes.length;
      return bytes;
    },
    accepted(n, seq) {
      const k = pending[n - first];
      if (k) k.seq = seq;
    },
    refused(n) {
      const k = pending[n - first];
      if (k) k.refused = true;
    },
    unanswered(upTo) {
      const open: number[] = [];
      for (let n = first; n <= upTo; n++) {
        const k = pending[n - first];
        if (k && k.seq === undefined && !k.refused) open.push(n);
      }
      return open;
    },
    durable(seq) {
      let done = 0;
      for (let i = 0; i < pending.length; i++) {
        const k = pending[i];
        if (k.seq !== undefined && k.seq <= seq) done = i + 1;
      }
      for (const k of pending.splice(0, done)) size -= k.bytes.length;
      first += done;
    },
    forgetAnswers() {
      pending = pending.map(({ op, bytes }) => ({ op, bytes }));
    },
    ops: () => pending.flatMap(({ op, refused }, i) => (op ? [{ n: first + i, op, refused }] : [])),
    frames(after) {
      const out: Uint8Array<ArrayBuffer>[] = [];
      let i = Math.max(0, after + 1 - first);
      while (i < pending.length) {
        const w = createWriter(64);
        writeUvarint(w, first + i);
        do writeBytes(w, pending[i++].bytes);
        while (i < pending.length && w.length + pending[i].bytes.length <= FRAME_LIMIT);
        out.push(toBytes(w));
      }
      return out;
    },
  };
}
