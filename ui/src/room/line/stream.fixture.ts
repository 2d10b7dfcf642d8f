/** Writes journal streams for tests, byte by byte as Go's room/entry.go does. */
import { createWriter, toBytes, type Writer, writeByte, writeUvarint } from "../../ink/bytes";
import { createCursor, encodeOp, type Op } from "../../ink/op";
import type { Seat } from "./state";

/** A stream being written, and the cursors of its seats. */
export function createStream() {
  const cursors = { 1: createCursor(), 2: createCursor() };
  let w: Writer = createWriter();

  return {
    /** An op with its pen and n. */
    opOfPen(seat: Seat, pen: number, n: number, op: Op, dt = 0) {
      writeByte(w, seat | (2 << 2));
      writeUvarint(w, dt);
      writeUvarint(w, pen);
      writeUvarint(w, n);
      encodeOp(w, op, cursors[seat]);
      return this;
    },
    /** The next op of the seat's pen. */
    op(seat: Seat, op: Op, dt = 0) {
      writeByte(w, seat | (1 << 2));
      writeUvarint(w, dt);
      encodeOp(w, op, cursors[seat]);
      return this;
    },
    event(seat: 0 | Seat, code: number, fields: number[] = [], dt = 0) {
      writeByte(w, seat | (3 << 2));
      writeUvarint(w, dt);
      writeByte(w, code);
      for (const field of fields) writeByte(w, field);
      if (code === 5 && seat !== 0) cursors[seat].open = false;
      return this;
    },
    durable(by: number) {
      writeByte(w, 0);
      writeUvarint(w, by);
      return this;
    },
    /** Returns the bytes written since the last call. */
    takeBytes(): Uint8Array<ArrayBuffer> {
      const bytes = toBytes(w);
      w = createWriter();
      return bytes;
    },
  };
}

export function beginAt(x: number, y: number): Op {
  return { kind: "begin", tool: "pen", size: 32, colour: 0x0072b2, x, y, pressure: 0 };
}

export function pointsTo(...points: number[]): Op {
  return { kind: "points", step: 16, points, pressure: 0 };
}

export const endOp: Op = { kind: "end" };
