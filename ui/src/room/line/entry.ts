/**
 * The journal stream: the entries of a game, back to back, as rows, recordings
 * and sockets carry them. The twin of Go's room/entry.go. An entry:
 *
 *   head 1 byte = seat (low 2 bits: 0 the room, 1, 2) | kind << 2, then by kind
 *   0 durable mark  uvarint by                             wire only, takes no seq
 *   1 op            uvarint dt · op                        n = the seat's last n + 1
 *   2 op            uvarint dt · uvarint pen · uvarint n · op
 *   3 event         uvarint dt · code 1 byte · fields
 *
 * seq is an entry's place in the stream, from 1; dt is in ms of the game clock
 * since the entry before it. Entries are never cut across frames.
 */

import { createReader, Malformed, type Reader, readByte, readUvarint } from "../../ink/bytes";
import { type Cursor, createCursor, decodeOp, type Op } from "../../ink/op";
import { type How, hows, type ReactionKind, reactionKinds, type Seat } from "./state";

/** Where an entry stands: its number and the game clock in ms. */
type Placed = { seq: number; at: number };

export type OpEntry = Placed & { kind: "op"; seat: Seat; pen: number; n: number; op: Op };

export type EventEntry = Placed &
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
    | { kind: "finished"; how: How }
  );

/** What was shown up to now is durable up to `by` entries further than before. */
export type DurableMark = { kind: "durable"; by: number };

export type Entry = OpEntry | EventEntry | DurableMark;

/** The decoder of one stream, from its start on. Each entry depends on those before. */
export type StreamDecoder = {
  /** Of the last entry decoded; 0 before the first. */
  readonly seq: number;
  /**
   * Decodes the entries that come next, all of them.
   * @throws Malformed for bytes that are no entries; the decoder is of no use afterwards.
   */
  decode(bytes: Uint8Array): Entry[];
  /** Decodes the next entries of many, so many at most. @throws Malformed likewise. */
  some(r: Reader, atMost: number): Entry[];
};

const DURABLE = 0;
const OP = 1;
const OP_OF_PEN = 2;
const EVENT = 3;

/** What must be known of a seat to decode its next op. */
type SeatState = { cursor: Cursor; pen: number; n: number };

export function createStreamDecoder(): StreamDecoder {
  let seq = 0;
  let at = 0;
  const seats: Record<Seat, SeatState> = {
    1: { cursor: createCursor(), pen: 0, n: 0 },
    2: { cursor: createCursor(), pen: 0, n: 0 },
  };

  function entry(r: Reader): Entry {
    const head = readByte(r);
    const seat = head & 3;
    const kind = head >> 2;
    if (kind === DURABLE) {
      if (seat !== 0) throw new Malformed(`stream: a durable mark of seat ${seat}`);
      return { kind: "durable", by: readUvarint(r) };
    }
    at += readUvarint(r);
    seq++;
    switch (kind) {
      case OP:
      case OP_OF_PEN: {
        const own = seats[player(seat)];
        if (kind === OP_OF_PEN) {
          own.pen = readUvarint(r);
          own.n = readUvarint(r);
        } else {
          if (own.pen === 0) throw new Malformed(`stream: seat ${seat} draws without a pen`);
          own.n++;
        }
        const op = decodeOp(r, own.cursor);
        return { seq, at, kind: "op", seat: player(seat), pen: own.pen, n: own.n, op };
      }
      case EVENT:
        return { seq, at, ...event(r, seat) };
      default:
        throw new Malformed(`stream: unknown kind ${kind}`);
    }
  }

  function some(r: Reader, atMost: number): Entry[] {
    const entries: Entry[] = [];
    while (r.at < r.bytes.length && entries.length < atMost) entries.push(entry(r));
    return entries;
  }

  function event(r: Reader, seat: number): EventBody {
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
        seats[player(seat)].cursor.open = false;
        return { kind: "lifted", seat: player(seat) };
      case 6:
        return { kind: "joined", seat: player(seat) };
      case 7:
        return { kind: "gone", seat: player(seat) };
      case 8:
        return { kind: "going_on", seat: player(seat) };
      case 9:
        return {
          kind: "reaction",
          seat: player(seat),
          reaction: oneOf(reactionKinds, readByte(r)),
        };
      case 10:
        return { kind: "finished", how: oneOf(hows, readByte(r)) };
      default:
        throw new Malformed(`stream: unknown event ${code}`);
    }
  }

  return {
    get seq() {
      return seq;
    },
    decode: (bytes) => some(createReader(bytes), Number.POSITIVE_INFINITY),
    some,
  };
}

/** An event without its place in the stream. */
type EventBody = EventEntry extends infer E
  ? E extends Placed
    ? Omit<E, keyof Placed>
    : never
  : never;

function player(seat: number): Seat {
  if (seat !== 1 && seat !== 2) throw new Malformed(`stream: no player sits on seat ${seat}`);
  return seat;
}

function oneOf<T>(all: readonly T[], index: number): T {
  if (index >= all.length) throw new Malformed(`stream: ${index} is none of ${all.join(", ")}`);
  return all[index];
}
