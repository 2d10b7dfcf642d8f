/**
 * A growable byte writer and a byte reader with the varints of Go's
 * encoding/binary. The ink codec and the journal stream are both made of these.
 */

/** A varint of this protocol never takes more bytes. */
const MAX_VARINT = 5;

/** Bytes being written: the first `length` of `bytes` are valid. */
export type Writer = { bytes: Uint8Array<ArrayBuffer>; length: number };

/** Bytes being read: `at` is the offset of the next one. */
export type Reader = { readonly bytes: Uint8Array; at: number };

/** Thrown for bytes that are not valid ink or not a valid stream. */
export class Malformed extends Error {
  override readonly name = "Malformed";
}

export function createWriter(capacity = 64): Writer {
  return { bytes: new Uint8Array(capacity), length: 0 };
}

export function createReader(bytes: Uint8Array, at = 0): Reader {
  return { bytes, at };
}

/** Returns a copy of the written bytes. */
export function toBytes(w: Writer): Uint8Array<ArrayBuffer> {
  return w.bytes.slice(0, w.length);
}

export function writeByte(w: Writer, value: number): void {
  if (w.length === w.bytes.length) grow(w, 1);
  w.bytes[w.length++] = value;
}

export function writeBytes(w: Writer, bytes: Uint8Array): void {
  if (w.length + bytes.length > w.bytes.length) grow(w, bytes.length);
  w.bytes.set(bytes, w.length);
  w.length += bytes.length;
}

/** Makes room for so many more bytes. */
function grow(w: Writer, by: number): void {
  const grown = new Uint8Array(Math.max(64, w.length * 2, w.length + by));
  grown.set(w.bytes);
  w.bytes = grown;
}

/** Writes a whole number from 0 to 2^35 - 1. */
export function writeUvarint(w: Writer, value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    writeByte(w, (rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  writeByte(w, rest);
}

/** Writes a whole number from -2^34 to 2^34 - 1, small magnitudes in few bytes. */
export function writeZigzag(w: Writer, value: number): void {
  writeUvarint(w, value < 0 ? -2 * value - 1 : 2 * value);
}

export function readByte(r: Reader): number {
  if (r.at >= r.bytes.length) throw new Malformed("the bytes end too early");
  return r.bytes[r.at++];
}

export function readUvarint(r: Reader): number {
  let value = 0;
  let scale = 1;
  for (let i = 0; i < MAX_VARINT; i++) {
    const b = readByte(r);
    value += (b & 0x7f) * scale;
    if (b < 0x80) return value;
    scale *= 0x80;
  }
  throw new Malformed("a varint is longer than 5 bytes");
}

export function readZigzag(r: Reader): number {
  const u = readUvarint(r);
  return u % 2 === 0 ? u / 2 : -(u + 1) / 2;
}
