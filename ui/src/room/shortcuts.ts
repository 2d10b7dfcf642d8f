/** The keys of the room: what each does. Pure. */
import { INKS, SIZES } from "../ink/palette";
import { type Brush, type BrushTool, dipped, taken } from "./brush";

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

type Key = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** What a key does, or undefined where it means nothing. */
export function deedOf(key: Key, brush: Brush): Deed | undefined {
  const letter = letterOf(key);
  if (isBracket(key)) {
    const size = stepped(brush.size, key.key === "[" ? -1 : 1);
    return { do: "brush", brush: { ...brush, size } };
  }
  if (key.altKey) return undefined;
  if (key.ctrlKey || key.metaKey) {
    if (letter === "z") return { do: key.shiftKey ? "redo" : "undo" };
    return letter === "y" && key.ctrlKey ? { do: "redo" } : undefined;
  }
  if (Object.hasOwn(TOOLS, letter)) return { do: "brush", brush: taken(brush, TOOLS[letter]) };
  const ink = /^[1-9]$/.test(key.key) ? INKS[Number(key.key) - 1] : undefined;
  if (ink) return { do: "brush", brush: dipped(brush, ink.colour) };
  switch (key.key) {
    case "0":
      return { do: "fit" };
    case "+":
    case "=":
      return { do: "zoom", by: NEARER };
    case "-":
      return { do: "zoom", by: 1 / NEARER };
    case "?":
      return { do: "help" };
    default:
      return undefined;
  }
}

/** The Latin letter on the key, where the keyboard writes another script. */
function letterOf({ key, code }: Key): string {
  const latin = /^[a-z]$/i.test(key) || !/^Key[A-Z]$/.test(code) || key.length > 1;
  return (latin ? key : code.slice(3)).toLowerCase();
}

/** Many keyboards write these with AltGr, which Windows reports as Ctrl and Alt. */
function isBracket({ key, ctrlKey, metaKey, altKey }: Key): boolean {
  return (key === "[" || key === "]") && !metaKey && ctrlKey === altKey;
}

/** The next size of the five, or the last one there is. */
function stepped(size: number, by: -1 | 1): number {
  const further = SIZES.filter((other) => (by > 0 ? other > size : other < size));
  return further.at(by > 0 ? 0 : -1) ?? size;
}
