/**
 * The ops and their binary codec: the twin of Go's room/ink/op.go.
 *
 * The canvas is 4096 x 3072 units. An op is a tag byte, its kind in the high 3
 * bits and an argument in the low 5, then fields. It delimits itself.
 *
 *   kind      argument                   fields
 *   0 begin   0 pen, 1 pressure pen,     size uvarint · R G B (not the eraser) · zigzag x · zigzag y
 *             2 eraser, 3 liner          · pressure byte (pressure pen only)
 *   1 points  count - 1, count 1..32     step uvarint · count x (zigzag dx, zigzag dy)
 *                                        · pressure byte (pressure pen only)
 *   2 end     0                          none
 *   3 undo    0                          pen uvarint, 0 for this op's own · n uvarint
 *   4 redo    0                          the same
 *   5 fill    0                          R G B of the fill · R G B of the ground · runs, see runs.ts
 *   6 clear   0                          none
 *
 * Kind 7 is reserved. Within a stroke no other op may come. What an op means
 * depends on the ops before it, so both directions carry a Cursor for each seat.
 *
 * A mark is what can be undone as one: a stroke, a fill or a clear. It is named
 * by pen and n of its first op.
 */
import {
  Malformed,
  type Reader,
  readByte,
  readUvarint,
  readZigzag,
  type Writer,
  writeByte,
  writeUvarint,
  writeZigzag,
} from "./bytes";
import { checkRuns, type Runs, readRuns, writeRuns } from "./runs";

export { CANVAS_HEIGHT, CANVAS_WIDTH } from "./size";

/** The range of points, in units: on the canvas or up to 512 units outside. */
export const MIN_X = -512;
export const MAX_X = 4608;
export const MIN_Y = -512;
export const MAX_Y = 3584;

/** The widest brush, in units of diameter; the thinnest is 1. */
export const MAX_SIZE = 256;
/** The strongest pressure; the lightest is 0. */
export const MAX_PRESSURE = 63;
/** The most points in one op. */
export const MAX_POINTS = 32;
/** The longest step of one op, in milliseconds. */
export const MAX_STEP = 60_000;

/**
 * pen: the radius follows the speed. pressure_pen: it follows the pressure. eraser: paints the
 * paper. liner: has a constant width.
 */
export type Tool = "pen" | "pressure_pen" | "eraser" | "liner";

/** The id of an op: the n-th, from 1, of a pen. */
export type Id = { readonly pen: number; readonly n: number };

export type Begin = {
  kind: "begin";
  tool: Tool;
  /** Brush diameter in units, 1 to 256. */
  size: number;
  /** 0xRRGGBB; 0 with the eraser. */
  colour: number;
  /** Units. */
  x: number;
  y: number;
  /** 0 to 63; 0 unless the tool is the pressure pen. */
  pressure: number;
};

export type Points = {
  kind: "points";
  /** Milliseconds of the author's clock since the author's previous op of this stroke. */
  step: number;
  /** 1 to 32 pairs x, y in units, absolute. */
  points: number[];
  /**
   * The last point's pressure; points between are interpolated. 0 unless the tool is the pressure
   * pen.
   */
  pressure: number;
};

export type End = { kind: "end" };

/** Hides or shows a mark of the author's. */
export type Flip = {
  kind: "undo" | "redo";
  /** Pen 0 is this op's own pen. A target that is not a mark of this seat changes nothing. */
  target: Id;
};

export type Fill = {
  kind: "fill";
  /** The fill's colour, and the colour that it replaces, 0xRRGGBB. */
  colour: number;
  ground: number;
  runs: Runs;
};

/** Hides all marks of the author's. */
export type Clear = { kind: "clear" };

/** One change to the canvas, by one seat. */
export type Op = Begin | Points | End | Flip | Fill | Clear;

/** The state of a seat's ops so far that reading or writing its next op depends on. */
export type Cursor = {
  /** Whether a stroke is open. Set it to false when the room ends the seat's stroke. */
  open: boolean;
  /** The open stroke's tool and its last point. */
  tool: Tool;
  x: number;
  y: number;
};

export function createCursor(): Cursor {
  return { open: false, tool: "pen", x: 0, y: 0 };
}

const BEGIN = 0;
const POINTS = 1;
const END = 2;
const UNDO = 3;
const REDO = 4;
const FILL = 5;
const CLEAR = 6;
const TOOLS: readonly Tool[] = ["pen", "pressure_pen", "eraser", "liner"];

/** Pens and op numbers have 32 bits. */
const MAX_UINT32 = 0xffffffff;

/**
 * Appends an op and advances the cursor. @throws RangeError, without writing anything, for an op
 * that may not follow or whose fields are out of range.
 */
export function encodeOp(w: Writer, op: Op, cursor: Cursor): void {
  const fault = check(op, cursor);
  if (fault !== "") throw new RangeError(`ink: ${fault}`);
  switch (op.kind) {
    case "begin":
      writeByte(w, (BEGIN << 5) | TOOLS.indexOf(op.tool));
      writeUvarint(w, op.size);
      if (op.tool !== "eraser") writeColour(w, op.colour);
      writeZigzag(w, op.x);
      writeZigzag(w, op.y);
      if (op.tool === "pressure_pen") writeByte(w, op.pressure);
      break;
    case "points": {
      writeByte(w, (POINTS << 5) | (op.points.length / 2 - 1));
      writeUvarint(w, op.step);
      let { x, y } = cursor;
      for (let i = 0; i < op.points.length; i += 2) {
        writeZigzag(w, op.points[i] - x);
        writeZigzag(w, op.points[i + 1] - y);
        x = op.points[i];
        y = op.points[i + 1];
      }
      if (cursor.tool === "pressure_pen") writeByte(w, op.pressure);
      break;
    }
    case "end":
      writeByte(w, END << 5);
      break;
    case "undo":
    case "redo":
      writeByte(w, (op.kind === "undo" ? UNDO : REDO) << 5);
      writeUvarint(w, op.target.pen);
      writeUvarint(w, op.target.n);
      break;
    case "fill":
      writeByte(w, FILL << 5);
      writeColour(w, op.colour);
      writeColour(w, op.ground);
      writeRuns(w, op.runs);
      break;
    case "clear":
      writeByte(w, CLEAR << 5);
      break;
    default:
      op satisfies never;
  }
  advance(cursor, op);
}

/**
 * Reads and checks the op at the reader's position, and advances reader and cursor past it. @throws
 * Malformed, without advancing either, for anything but a valid op that may follow.
 */
export function decodeOp(r: Reader, cursor: Cursor): Op {
  const start = r.at;
  try {
    const op = read(r, cursor);
    const fault = check(op, cursor);
    if (fault !== "") throw new Malformed(`ink: ${fault}`);
    advance(cursor, op);
    return op;
  } catch (error) {
    r.at = start;
    throw error;
  }
}

function read(r: Reader, cursor: Cursor): Op {
  const tag = readByte(r);
  const kind = tag >> 5;
  const arg = tag & 0x1f;
  if (arg !== 0 && kind !== BEGIN && kind !== POINTS)
    throw new Malformed(`ink: kind ${kind} with argument ${arg}`);
  switch (kind) {
    case BEGIN: {
      if (arg >= TOOLS.length) throw new Malformed(`ink: unknown tool ${arg}`);
      const tool = TOOLS[arg];
      const size = readUvarint(r);
      const colour = tool === "eraser" ? 0 : readColour(r);
      const x = readZigzag(r);
      const y = readZigzag(r);
      const pressure = tool === "pressure_pen" ? readByte(r) : 0;
      return { kind: "begin", tool, size, colour, x, y, pressure };
    }
    case POINTS: {
      const step = readUvarint(r);
      const points: number[] = [];
      let { x, y } = cursor;
      for (let i = 0; i <= arg; i++) {
        x += readZigzag(r);
        y += readZigzag(r);
        points.push(x, y);
      }
      const pressure = cursor.tool === "pressure_pen" ? readByte(r) : 0;
      return { kind: "points", step, points, pressure };
    }
    case END:
      return { kind: "end" };
    case UNDO:
    case REDO: {
      const pen = readUvarint(r);
      return { kind: kind === UNDO ? "undo" : "redo", target: { pen, n: readUvarint(r) } };
    }
    case FILL: {
      const colour = readColour(r);
      return { kind: "fill", colour, ground: readColour(r), runs: readRuns(r) };
    }
    case CLEAR:
      return { kind: "clear" };
    default:
      throw new Malformed(`ink: unknown kind ${kind}`);
  }
}

function writeColour(w: Writer, colour: number): void {
  writeByte(w, (colour >> 16) & 0xff);
  writeByte(w, (colour >> 8) & 0xff);
  writeByte(w, colour & 0xff);
}

function readColour(r: Reader): number {
  return (readByte(r) << 16) | (readByte(r) << 8) | readByte(r);
}

/** Describes what is wrong with an op at this point, or "". */
function check(op: Op, cursor: Cursor): string {
  const goesOn = op.kind === "points" || op.kind === "end";
  if (cursor.open !== goesOn) return `${op.kind} ${cursor.open ? "within" : "outside"} a stroke`;
  switch (op.kind) {
    case "begin":
      if (!within(op.size, 1, MAX_SIZE)) return `size ${op.size}`;
      if (!within(op.colour, 0, 0xffffff)) return `colour ${op.colour}`;
      if (!within(op.pressure, 0, MAX_PRESSURE)) return `pressure ${op.pressure}`;
      return checkPoint(op.x, op.y);
    case "points": {
      const { points } = op;
      if (points.length % 2 !== 0 || !within(points.length / 2, 1, MAX_POINTS))
        return `${points.length / 2} points`;
      if (!within(op.step, 0, MAX_STEP)) return `step ${op.step}`;
      if (!within(op.pressure, 0, MAX_PRESSURE)) return `pressure ${op.pressure}`;
      for (let i = 0; i < points.length; i += 2) {
        const fault = checkPoint(points[i], points[i + 1]);
        if (fault !== "") return fault;
      }
      return "";
    }
    case "undo":
    case "redo":
      return within(op.target.pen, 0, MAX_UINT32) && within(op.target.n, 1, MAX_UINT32)
        ? ""
        : `target ${op.target.pen}, ${op.target.n}`;
    case "fill":
      if (!within(op.colour, 0, 0xffffff)) return `colour ${op.colour}`;
      if (!within(op.ground, 0, 0xffffff)) return `ground ${op.ground}`;
      return checkRuns(op.runs);
    case "end":
    case "clear":
      return "";
  }
}

function checkPoint(x: number, y: number): string {
  return within(x, MIN_X, MAX_X) && within(y, MIN_Y, MAX_Y)
    ? ""
    : `point ${x}, ${y} lies too far out`;
}

function within(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

function advance(cursor: Cursor, op: Op): void {
  switch (op.kind) {
    case "begin":
      cursor.open = true;
      cursor.tool = op.tool;
      cursor.x = op.x;
      cursor.y = op.y;
      break;
    case "points":
      cursor.x = op.points[op.points.length - 2];
      cursor.y = op.points[op.points.length - 1];
      break;
    case "end":
      cursor.open = false;
      break;
    default: // leaves the pen where it is
  }
}
