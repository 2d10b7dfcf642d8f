/**
 * The room's keyboard shortcuts, for every keyboard layout. Pure.
 *
 * Letters are matched by what they write (`key`); on keyboards of another script, by their
 * position. Digits are matched by position (`code`), because AZERTY and Czech keyboards write other
 * characters there. Signs are matched by what they write; the keys in their position on an English
 * keyboard work too, unless they mean something else. The keyboards are in shortcuts.test.ts.
 */
import { INKS, SIZES } from "../../ink/palette";
import { type Brush, type BrushTool, withColour, withTool } from "../hand/brush";

/** What a key does. */
export type KeyAction =
  | { do: "brush"; brush: Brush }
  | { do: "undo" | "redo" | "fit" | "help" }
  | { do: "zoom"; by: number };

/** The zoom factor of a key press; two presses nearly double the scale. */
const ZOOM_FACTOR = 1.4;

/** The key of each tool, in the order of the dock and of the help. */
export const TOOL_KEYS: Record<BrushTool, string> = {
  pen: "B",
  eraser: "E",
  fill: "F",
  line: "L",
  rectangle: "R",
  ellipse: "O",
  eyedropper: "I",
};

export const TOOLS = Object.keys(TOOL_KEYS) as BrushTool[];

/** The signs with a function: thinner and thicker, zoom out and in, help. */
export type Sign = "[" | "]" | "-" | "+" | "?";

/** The characters that count as each sign. */
const SIGNS: Record<string, Sign> = { "[": "[", "]": "]", "-": "-", "+": "+", "=": "+", "?": "?" };

/** The positions of the signs on an English keyboard. */
const SIGN_POSITIONS: Record<string, Sign> = {
  BracketLeft: "[",
  BracketRight: "]",
  Minus: "-",
  Equal: "+",
};

export type Key = Pick<
  KeyboardEvent,
  "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "getModifierState"
>;

/** The characters that a keyboard writes without Shift, by `code`, as far as known. */
export type Layout = ReadonlyMap<string, string>;

/** Whether a key belongs to an input method. */
export function isComposed({ isComposing, key }: Pick<KeyboardEvent, "isComposing" | "key">) {
  return isComposing || key === "Process";
}

/** The action of a key, or undefined. */
export function actionOf(key: Key, brush: Brush): KeyAction | undefined {
  if (isCommand(key)) return commandOf(key);
  const letter = isPlain(key) ? letterOf(key) : "";
  const tool = TOOLS.find((one) => TOOL_KEYS[one].toLowerCase() === letter);
  if (tool) return { do: "brush", brush: withTool(brush, tool) };
  const digit = isPlain(key) ? digitOf(key) : undefined;
  if (digit === 0) return { do: "fit" };
  if (digit !== undefined) {
    return { do: "brush", brush: withColour(brush, INKS[digit - 1].colour) };
  }
  switch (signOf(key)) {
    case "[":
      return { do: "brush", brush: { ...brush, size: nextSize(brush.size, -1) } };
    case "]":
      return { do: "brush", brush: { ...brush, size: nextSize(brush.size, 1) } };
    case "-":
      return { do: "zoom", by: 1 / ZOOM_FACTOR };
    case "+":
      return { do: "zoom", by: ZOOM_FACTOR };
    case "?":
      return { do: "help" };
    default:
      return undefined;
  }
}

/** Whether a key on the sheet puts the pen down or up. */
export function isPenKey(key: Key): boolean {
  return isPlain(key) && (key.key === "Enter" || letterOf(key) === "x");
}

/**
 * The label of a sign's key on this keyboard: the sign itself, unless its key means something else.
 */
export function labelOf(sign: Sign, layout: Layout): string {
  const works = (code: string, key: string) => signOf({ ...NO_MODIFIERS, code, key }) === sign;
  const writing = (written: string) => [...layout].find(([, key]) => key === written);
  const own = writing(sign);
  if (!own || works(...own)) return sign;
  const others = [
    ...Object.keys(SIGNS).map(writing),
    ...Object.keys(SIGN_POSITIONS).map(atPosition),
  ];
  const other = others.find((found) => found && works(...found));
  return other?.[1].toUpperCase() ?? sign;

  function atPosition(code: string): [string, string] | undefined {
    const key = layout.get(code);
    return key === undefined ? undefined : [code, key];
  }
}

const NO_MODIFIERS = {
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  getModifierState: () => false,
};

function commandOf(key: Key): KeyAction | undefined {
  const letter = letterOf(key);
  if (letter === "z") return { do: key.shiftKey ? "redo" : "undo" };
  return letter === "y" && key.ctrlKey ? { do: "redo" } : undefined;
}

/** With Ctrl or Cmd alone. On Windows, AltGr is Ctrl and Alt. */
function isCommand({ ctrlKey, metaKey, altKey }: Key): boolean {
  return ctrlKey !== metaKey && !altKey;
}

/** With no modifiers but Shift or Caps Lock. */
function isPlain(key: Key): boolean {
  return !(key.ctrlKey || key.metaKey || key.altKey || key.getModifierState("AltGraph"));
}

/** The Latin letter on the key, also on keyboards of another script. */
function letterOf({ key, code }: Key): string {
  const foreign = /^[^\p{ASCII}\p{Script=Latin}]+$/u.test(key);
  if (foreign && /^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase();
  // Turkish keyboards have a dotted and a dotless i.
  return key === "ı" || key === "İ" ? "i" : key.toLowerCase();
}

/** The digit on the key, unless Shift makes it a sign; or the digit of the number pad. */
function digitOf({ key, code, shiftKey }: Key): number | undefined {
  const written = /^[0-9]$/.test(key);
  if (/^Digit[0-9]$/.test(code) && (written || !shiftKey)) return Number(code.slice(5));
  return written ? Number(key) : undefined;
}

/**
 * The sign that a key writes. Many keyboards write brackets only with AltGr, or Option on a Mac.
 */
function signOf(key: Key): Sign | undefined {
  const written = Object.hasOwn(SIGNS, key.key) ? SIGNS[key.key] : undefined;
  if (!isPlain(key)) {
    const third = !key.metaKey && (key.altKey || !key.ctrlKey);
    return third && (written === "[" || written === "]") ? written : undefined;
  }
  if (digitOf(key) !== undefined) return undefined;
  if (written || key.shiftKey || /^[a-z]$/i.test(key.key)) return written;
  return Object.hasOwn(SIGN_POSITIONS, key.code) ? SIGN_POSITIONS[key.code] : undefined;
}

/** The next larger or smaller of the five sizes, or the size itself at the end. */
function nextSize(size: number, by: -1 | 1): number {
  const further = SIZES.filter((other) => (by > 0 ? other > size : other < size));
  return further.at(by > 0 ? 0 : -1) ?? size;
}
