/**
 * The keys of the room: what each does, on every keyboard. Pure.
 *
 * Letters count as they are written, by `key`; where the keyboard writes another script, by where they lie. Digits
 * count by where they lie, by `code`: AZERTY and Czech keyboards write others there. Signs count as they are
 * written, and what lies where an English keyboard has them does the same where it means nothing else.
 * shortcuts.test.ts has the keyboards.
 */
import { INKS, SIZES } from "../../ink/palette";
import { type Brush, type BrushTool, dipped, taken } from "../hand/brush";

/** What a key asks for. */
export type Deed =
  | { do: "brush"; brush: Brush }
  | { do: "undo" | "redo" | "fit" | "help" }
  | { do: "zoom"; by: number };

/** A zoom that two presses nearly double. */
const NEARER = 1.4;

const TOOLS: Record<string, BrushTool> = {
  b: "pen",
  e: "eraser",
  f: "fill",
  l: "line",
  r: "rectangle",
  o: "ellipse",
  i: "eyedropper",
};

/** What signs do: thinner and thicker, further and nearer, help. */
export type Sign = "[" | "]" | "-" | "+" | "?";

/** As they may be written. */
const SIGNS: Record<string, Sign> = { "[": "[", "]": "]", "-": "-", "+": "+", "=": "+", "?": "?" };

/** Where an English keyboard has them. */
const PLACES: Record<string, Sign> = {
  BracketLeft: "[",
  BracketRight: "]",
  Minus: "-",
  Equal: "+",
};

export type Key = Pick<
  KeyboardEvent,
  "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "getModifierState"
>;

/** What a keyboard writes without Shift: characters by `code`, as far as they are known. */
export type Layout = ReadonlyMap<string, string>;

/** Whether a key composes a word with an input method, and is no key of ours. */
export function isComposed({ isComposing, key }: Pick<KeyboardEvent, "isComposing" | "key">) {
  return isComposing || key === "Process";
}

/** What a key does, or undefined where it means nothing. */
export function deedOf(key: Key, brush: Brush): Deed | undefined {
  if (isCommand(key)) return commanded(key);
  const letter = isPlain(key) ? letterOf(key) : "";
  if (Object.hasOwn(TOOLS, letter)) return { do: "brush", brush: taken(brush, TOOLS[letter]) };
  const digit = isPlain(key) ? digitOf(key) : undefined;
  if (digit === 0) return { do: "fit" };
  if (digit !== undefined) {
    return { do: "brush", brush: dipped(brush, INKS[digit - 1].colour) };
  }
  switch (signOf(key)) {
    case "[":
      return { do: "brush", brush: { ...brush, size: stepped(brush.size, -1) } };
    case "]":
      return { do: "brush", brush: { ...brush, size: stepped(brush.size, 1) } };
    case "-":
      return { do: "zoom", by: 1 / NEARER };
    case "+":
      return { do: "zoom", by: NEARER };
    case "?":
      return { do: "help" };
    default:
      return undefined;
  }
}

/** Whether a key on the sheet puts the pen down, or up. */
export function isPenKey(key: Key): boolean {
  return isPlain(key) && (key.key === "Enter" || letterOf(key) === "x");
}

/** What to call the key of a sign on this keyboard: the sign itself, unless it means something else where it lies. */
export function nameOf(sign: Sign, layout: Layout): string {
  const works = (code: string, key: string) => signOf({ ...PLAIN, code, key }) === sign;
  const writing = (written: string) => [...layout].find(([, key]) => key === written);
  const own = writing(sign);
  if (!own || works(...own)) return sign;
  const others = [...Object.keys(SIGNS).map(writing), ...Object.keys(PLACES).map(placed)];
  const other = others.find((found) => found && works(...found));
  return other?.[1].toUpperCase() ?? sign;

  function placed(code: string): [string, string] | undefined {
    const key = layout.get(code);
    return key === undefined ? undefined : [code, key];
  }
}

const PLAIN = {
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  getModifierState: () => false,
};

function commanded(key: Key): Deed | undefined {
  const letter = letterOf(key);
  if (letter === "z") return { do: key.shiftKey ? "redo" : "undo" };
  return letter === "y" && key.ctrlKey ? { do: "redo" } : undefined;
}

/** With Ctrl or Cmd alone; AltGr is Ctrl and Alt on Windows. */
function isCommand({ ctrlKey, metaKey, altKey }: Key): boolean {
  return ctrlKey !== metaKey && !altKey;
}

/** With Shift or Caps Lock at most. */
function isPlain(key: Key): boolean {
  return !(key.ctrlKey || key.metaKey || key.altKey || key.getModifierState("AltGraph"));
}

/** The Latin letter on the key, where the keyboard writes another script. */
function letterOf({ key, code }: Key): string {
  const foreign = /^[^\p{ASCII}\p{Script=Latin}]+$/u.test(key);
  if (foreign && /^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  // Turkish keyboards have an i with a dot and one without.
  return key === "ı" || key === "İ" ? "i" : key.toLowerCase();
}

/** The digit on the key, unless Shift has it write a sign; or what the number pad writes. */
function digitOf({ key, code, shiftKey }: Key): number | undefined {
  const written = /^[0-9]$/.test(key);
  if (/^Digit[0-9]$/.test(code) && (written || !shiftKey)) return Number(code.slice(5));
  return written ? Number(key) : undefined;
}

/** Of these, many keyboards write brackets alone with AltGr, or Option on a Mac. */
function signOf(key: Key): Sign | undefined {
  const written = Object.hasOwn(SIGNS, key.key) ? SIGNS[key.key] : undefined;
  if (!isPlain(key)) {
    const third = !key.metaKey && (key.altKey || !key.ctrlKey);
    return third && (written === "[" || written === "]") ? written : undefined;
  }
  if (digitOf(key) !== undefined) return undefined;
  if (written || key.shiftKey || /^[a-z]$/i.test(key.key)) return written;
  return Object.hasOwn(PLACES, key.code) ? PLACES[key.code] : undefined;
}

/** The next size of the five, or the last one there is. */
function stepped(size: number, by: -1 | 1): number {
  const further = SIZES.filter((other) => (by > 0 ? other > size : other < size));
  return further.at(by > 0 ? 0 : -1) ?? size;
}
