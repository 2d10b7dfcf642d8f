/**
 * The journal stream: the entries of a game, back to back, as rows, recordings
 * and sockets carry them. The twin of Go's room/entry.go. An entry:
 *
 *   head 1 byte = seat (low 2 bits: 0 the room, 1, 2) | kind << 2, then by kind
 *   0 durable       uvarint by                             a notice, wire only, takes no seq
 *   1 op            uvarint dt · op                        n = the seat's last n + 1
 *   2 op            uvarint dt · uvarint pen · uvarint n · op
 *   3 event         uvarint dt · code 1 byte · fields
 *
 * seq is an entry's place in the stream, from 1; dt is in ms of the game clock
 * since the entry before it. Entries are never cut across frames.
 */

import { createReader, Malformed, type Reader, readByte, readUvarint } from "../../ink/bytes";
import { type Cursor, createCursor, decodeOp, type Op } from "../../ink/op";
import type { ReplayEntry } from "../../ink/replay";
import { type EndReason, endReasons, type ReactionKind, reactionKinds, type Seat } from "./state";

/** An entry's number and its time on the game clock, in ms. */
type Position = { seq: number; at: number };

export type OpEntry = Position & { kind: "op"; seat: Seat; pen: number; n: number; op: Op };

export type EventEntry = Position &
  (
    | { kind: "began_counting_in" }
    /** From 1. */
    | { kind: "round"; number: number }
    | { kind: "paused" }
    | { kind: "resumed" }
    /** The room ended the seat's open stroke. */
    | { kind: "lifted"; seat: Seat }
    | { kind: "joined"; seat: Seat }
    | { kind: "gone"; seat: Seat }
    | { kind: "going_on"; seat: Seat }
    | { kind: "reaction"; seat: Seat; reaction: ReactionKind }
    | { kind: "finished"; how: EndReason }
  );

/** The durable part of the stream has grown by `by` entries. */
export type DurableMark = { kind: "durable"; by: number };

export type Entry = OpEntry | EventEntry | DurableMark;

/** An entry that changes the drawing: all that a replay of its ink needs. */
export type InkEntry = Extract<Entry, { kind: ReplayEntry["kind"] }>;

export function isInk(entry: Entry): entry is InkEntry {
  return entry.kind === "op" || entry.kind === "lifted";
}

/** Decodes one stream from its start. Each entry depends on those before it. */
export type StreamDecoder = {
  /** The seq of the last decoded entry; 0 before the first. */
  readonly seq: number;
  /**
   * Decodes the entries that come next, all of them.
   * @throws Malformed for bytes that are no entries; the decoder is of no use afterwards.
   */
  decode(bytes: Uint8Array): Entry[];
  /** Decodes at most `atMost` entries. @throws Malformed likewise. */
  decodeSome(r: Reader, atMost: number): Entry[];
  /** A decoder that goes on from the same entry. */
  copy(): StreamDecoder;
};

const DURABLE = 0;
const OP = 1;
const OP_OF_PEN = 2;
const EVENT = 3;

/** The state of a seat that decoding its next op depends on. */
type SeatCursor = { cursor: Cursor; pen: number; n: number };

type DecoderState = { seq: number; at: number; seats: Record<Seat, SeatCursor> };

export function createStreamDecoder(from?: DecoderState): StreamDecoder {
  let { seq, at } = from ?? { seq: 0, at: 0 };
  const seats = from?.seats ?? {
    1: { cursor: createCursor(), pen: 0, n: 0 },
    2: { cursor: createCursor(), pen: 0, n: 0 },
  };

  function readEntry(r: Reader): Entry {
    const head = readByte(r);
    const seat = head & 3;
    const kind = head >> 2;
    if (kind === DURABLE) {
      if (seat !== 0) throw new Malformed(`stream: a durable notice of seat ${seat}`);
      return { kind: "durable", by: readUvarint(r) };
    }
    at += readUvarint(r);
    seq++;
    switch (kind) {
      case OP:
      case OP_OF_PEN: {
        const ofSeat = seats[toSeat(seat)];
        if (kind === OP_OF_PEN) {
          ofSeat.pen = readUvarint(r);
          ofSeat.n = readUvarint(r);
        } else {
          if (ofSeat.pen === 0) throw new Malformed(`stream: seat ${seat} draws without a pen`);
          ofSeat.n++;
        }
        const op = decodeOp(r, ofSeat.cursor);
        return { seq, at, kind: "op", seat: toSeat(seat), pen: ofSeat.pen, n: ofSeat.n, op };
      }
      case EVENT:
        return { seq, at, ...readEvent(r, seat) };
      default:
        throw new Malformed(`stream: unknown kind ${kind}`);
    }
  }

  function decodeSome(r: Reader, atMost: number): Entry[] {
    const entries: Entry[] = [];
    while (r.at < r.bytes.length && entries.length < atMost) entries.push(readEntry(r));
    return entries;
  }

  function readEvent(r: Reader, seat: number): EventBody {
    const code = readByte(r);
    switch (code) {
      case 1:
        return { kind: "began_counting_in" };
      case 2:
        return { kind: "round", number: readUvarint(r) };
      case 3:
        return { kind: "paused" };
      case 4:
        return { kind: "resumed" };
      case 5:
        seats[toSeat(seat)].cursor.open = false;
        return { kind: "lifted", seat: toSeat(seat) };
      case 6:
        return { kind: "joined", seat: toSeat(seat) };
      case 7:
        return { kind: "gone", seat: toSeat(seat) };
      case 8:
        return { kind: "going_on", seat: toSeat(seat) };
      case 9:
        return {
          kind: "reaction",
          seat: toSeat(seat),
          reaction: oneOf(reactionKinds, readByte(r)),
        };
      case 10:
        return { kind: "finished", how: oneOf(endReasons, readByte(r)) };
      default:
        throw new Malformed(`stream: unknown event ${code}`);
    }
  }

  return {
    get seq() {
      return seq;
    },
    decode: (bytes) => decodeSome(createReader(bytes), Number.POSITIVE_INFINITY),
    decodeSome,
    copy: () => createStreamDecoder(structuredClone({ seq, at, seats })),
  };
}

/** An event without its seq and time. */
type EventBody = EventEntry extends infer E
  ? E extends Position
    ? Omit<E, keyof Position>
    : never
  : never;

function toSeat(seat: number): Seat {
  if (seat !== 1 && seat !== 2) throw new Malformed(`stream: no player sits on seat ${seat}`);
  return seat;
}

function oneOf<T>(all: readonly T[], index: number): T {
  if (index >= all.length) throw new Malformed(`stream: ${index} is none of ${all.join(", ")}`);
  return all[index];
}
