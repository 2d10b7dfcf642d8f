import { expect, test } from "vitest";
import { INKS, SIZES } from "../../ink/palette";
import type { Brush } from "../hand/brush";
import {
  actionOf,
  isComposed,
  isPenKey,
  type Key,
  labelOf,
  type Sign,
  TOOL_KEYS,
  TOOLS,
} from "./shortcuts";

const brush: Brush = { tool: "pen", size: SIZES[2], colour: 0 };

type Held = "Shift" | "Control" | "Alt" | "Meta" | "AltGraph" | "CapsLock";

/** A key as browsers report it. */
function pressed(key: string, code: string, ...held: Held[]): Key {
  return {
    key,
    code,
    ctrlKey: held.includes("Control"),
    metaKey: held.includes("Meta"),
    altKey: held.includes("Alt"),
    shiftKey: held.includes("Shift"),
    getModifierState: (name) => held.includes(name as Held),
  };
}

function action(key: string, some: object = {}, held = brush) {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : "";
  return actionOf({ ...pressed(key, code), ...some }, held);
}

function brushAfter(key: string, held = brush): Brush | undefined {
  const does = action(key, {}, held);
  return does?.do === "brush" ? does.brush : undefined;
}

test.each([
  ["b", "pen"],
  ["E", "eraser"],
  ["f", "fill"],
  ["l", "line"],
  ["R", "rectangle"],
  ["o", "ellipse"],
  ["i", "eyedropper"],
])("%s takes the %s", (key, tool) => {
  expect(brushAfter(key, { ...brush, tool: "eraser" })?.tool).toBe(tool);
});

test("each tool has a key of its own", () => {
  for (const tool of TOOLS) {
    const key = TOOL_KEYS[tool];
    expect(brushAfter(key)?.tool).toBe(tool);
    expect(isPenKey(pressed(key, `Key${key}`))).toBe(false);
  }
});

test("brackets step through the five sizes and stop at both ends", () => {
  const sizes = [brush];
  for (let i = 0; i < 4; i++) sizes.push(brushAfter("]", sizes[i]) ?? brush);
  expect(sizes.map((b) => b.size)).toEqual([...SIZES.slice(2), SIZES[4], SIZES[4]]);
  expect(brushAfter("[", { ...brush, size: SIZES[0] })?.size).toBe(SIZES[0]);
});

test("brackets step from any size to the next of the five", () => {
  expect(brushAfter("]", { ...brush, size: 50 })?.size).toBe(SIZES[3]);
  expect(brushAfter("[", { ...brush, size: 50 })?.size).toBe(SIZES[2]);
  expect(brushAfter("]", { ...brush, size: 256 })?.size).toBe(256);
});

test("brackets typed with AltGr count as brackets", () => {
  expect(action("[", { ctrlKey: true, altKey: true })).toMatchObject({ do: "brush" });
  expect(action("[", { metaKey: true })).toBeUndefined();
});

test("a digit chooses an ink, and replaces the eraser", () => {
  expect(brushAfter("5", { ...brush, tool: "eraser" })).toEqual({
    tool: "pen",
    size: SIZES[2],
    colour: 0x009e73,
  });
  expect(brushAfter("3", { ...brush, tool: "fill" })?.tool).toBe("fill");
  expect(action("Enter")).toBeUndefined();
});

test("undo and redo work with the keys of every system", () => {
  expect(action("z", { ctrlKey: true })).toEqual({ do: "undo" });
  expect(action("z", { metaKey: true })).toEqual({ do: "undo" });
  expect(action("Z", { metaKey: true, shiftKey: true })).toEqual({ do: "redo" });
  expect(action("y", { ctrlKey: true })).toEqual({ do: "redo" });
  expect(action("b", { ctrlKey: true })).toBeUndefined();
  expect(action("e", { altKey: true })).toBeUndefined();
  expect(action("5", { metaKey: true })).toBeUndefined();
});

test("letters work on keyboards of other scripts", () => {
  expect(action("я", { ctrlKey: true, code: "KeyZ" })).toEqual({ do: "undo" });
  expect(action("и", { code: "KeyB" })).toMatchObject({ brush: { tool: "pen" } });
  // On Latin keyboards with other positions, the written letter counts.
  expect(action("z", { ctrlKey: true, code: "KeyY" })).toEqual({ do: "undo" });
});

test("zero fits the sheet, plus and minus zoom, a question mark opens help", () => {
  expect(action("0")).toEqual({ do: "fit" });
  expect(action("+")).toMatchObject({ do: "zoom", by: 1.4 });
  expect(action("-")).toMatchObject({ do: "zoom", by: 1 / 1.4 });
  expect(action("+", { ctrlKey: true })).toBeUndefined();
  expect(action("?")).toEqual({ do: "help" });
});

/** Names what a key does: a tool, an ink by its number, or a sign's action. */
function wordOf(key: Key): string {
  const held: Brush = { tool: "pen", size: SIZES[2], colour: -1 };
  const does = actionOf(key, held);
  if (!does) return "nothing";
  switch (does.do) {
    case "zoom":
      return does.by > 1 ? "nearer" : "further";
    case "brush": {
      const { tool, size, colour } = does.brush;
      if (colour !== -1) return `ink ${INKS.findIndex((ink) => ink.colour === colour) + 1}`;
      if (size !== held.size) return size > held.size ? "thicker" : "thinner";
      return tool;
    }
    default:
      return does.do;
  }
}

/** For a keyboard: keys, what they write, the modifiers, and what the key does. */
const keyboards: [keyboard: string, key: string, code: string, held: Held[], does: string][] = [
  ["US", "1", "Digit1", [], "ink 1"],
  ["US", "!", "Digit1", ["Shift"], "nothing"],
  ["US", "B", "KeyB", ["CapsLock"], "pen"],
  ["US", "b", "KeyB", ["CapsLock", "Shift"], "pen"],
  ["US", "Z", "KeyZ", ["CapsLock", "Control"], "undo"],
  ["US", "z", "KeyZ", ["CapsLock", "Control", "Shift"], "redo"],
  ["US", "=", "Equal", [], "nearer"],
  ["US", "+", "Equal", ["Shift"], "nearer"],
  ["US", "_", "Minus", ["Shift"], "nothing"],
  ["US", "{", "BracketLeft", ["Shift"], "nothing"],
  ["US", "e", "KeyE", ["Alt"], "nothing"],
  ["US", "z", "KeyZ", ["Control", "Alt"], "nothing"],
  ["number pad", "3", "Numpad3", [], "ink 3"],
  ["number pad", "0", "Numpad0", [], "fit"],
  ["number pad", "PageDown", "Numpad3", [], "nothing"],
  ["number pad", "+", "NumpadAdd", [], "nearer"],
  ["number pad", "-", "NumpadSubtract", [], "further"],

  ["AZERTY", "&", "Digit1", [], "ink 1"],
  ["AZERTY", "é", "Digit2", [], "ink 2"],
  ["AZERTY", "-", "Digit6", [], "ink 6"],
  ["AZERTY", "ç", "Digit9", [], "ink 9"],
  ["AZERTY", "à", "Digit0", [], "fit"],
  ["AZERTY", "à", "Digit0", ["Control"], "nothing"],
  ["AZERTY", "2", "Digit2", ["Shift"], "ink 2"],
  ["AZERTY", "2", "Digit2", ["CapsLock"], "ink 2"],
  ["AZERTY", "~", "Digit2", ["AltGraph"], "nothing"],
  ["AZERTY, Windows", "~", "Digit2", ["AltGraph", "Control", "Alt"], "nothing"],
  ["AZERTY, Windows", "[", "Digit5", ["AltGraph", "Control", "Alt"], "thinner"],
  ["AZERTY", "Dead", "BracketLeft", [], "thinner"],
  ["AZERTY", "$", "BracketRight", [], "thicker"],
  ["AZERTY", ")", "Minus", [], "further"],
  ["AZERTY", "+", "Equal", ["Shift"], "nearer"],
  ["AZERTY", "?", "KeyM", ["Shift"], "help"],
  ["AZERTY", "z", "KeyW", ["Control"], "undo"],
  ["AZERTY", "w", "KeyZ", ["Control"], "nothing"],
  ["AZERTY, Mac", "z", "KeyW", ["Meta"], "undo"],
  ["AZERTY, Mac", "[", "Digit5", ["Alt", "Shift"], "thinner"],
  ["Belgian", "-", "Equal", [], "further"],
  ["Belgian", "=", "Slash", [], "nearer"],

  ["QWERTZ", "z", "KeyY", ["Control"], "undo"],
  ["QWERTZ", "y", "KeyZ", ["Control"], "redo"],
  ["QWERTZ", "[", "Digit8", ["AltGraph"], "thinner"],
  ["QWERTZ, Windows", "]", "Digit9", ["AltGraph", "Control", "Alt"], "thicker"],
  ["QWERTZ, Mac", "]", "Digit6", ["Alt"], "thicker"],
  ["QWERTZ", "€", "KeyE", ["AltGraph"], "nothing"],
  ["QWERTZ, Windows", "€", "KeyE", ["AltGraph", "Control", "Alt"], "nothing"],
  ["QWERTZ, Mac", "€", "KeyE", ["Alt"], "nothing"],
  ["QWERTZ", "+", "BracketRight", [], "nearer"],
  ["QWERTZ", "-", "Slash", [], "further"],
  ["QWERTZ", "?", "Minus", ["Shift"], "help"],
  ["QWERTZ", "=", "Digit0", ["Shift"], "nearer"],

  ["Czech", "+", "Digit1", [], "ink 1"],
  ["Czech", "ě", "Digit2", [], "ink 2"],
  ["Czech", "í", "Digit9", [], "ink 9"],
  ["Czech", "é", "Digit0", [], "fit"],
  ["Czech", "1", "Digit1", ["Shift"], "ink 1"],
  ["Czech", "=", "Minus", [], "nearer"],
  ["Czech", "-", "Slash", [], "further"],
  ["Hungarian", "0", "Backquote", [], "fit"],
  ["Polish", "ł", "KeyL", ["AltGraph"], "nothing"],
  ["Turkish", "ı", "KeyI", [], "eyedropper"],
  ["Turkish", "İ", "Quote", ["Shift"], "eyedropper"],

  ["Cyrillic", "и", "KeyB", [], "pen"],
  ["Cyrillic", "Я", "KeyZ", ["Control", "Shift"], "redo"],
  ["Cyrillic", "я", "KeyZ", ["Control", "CapsLock"], "undo"],
  ["Cyrillic", "н", "KeyY", ["Control"], "redo"],
  ["Cyrillic", "х", "BracketLeft", [], "thinner"],
  ["Cyrillic", "7", "Digit7", [], "ink 7"],
  ["Cyrillic", "?", "Digit7", ["Shift"], "help"],
  ["Greek", "ζ", "KeyZ", ["Control"], "undo"],
  ["Arabic", "لا", "KeyB", [], "pen"],
  ["Hebrew", "נ", "KeyB", [], "pen"],
  ["Korean", "ㅠ", "KeyB", [], "pen"],
  ["Persian", "۳", "Digit3", [], "ink 3"],

  ["Dvorak", "x", "KeyB", [], "nothing"],
  ["Dvorak", "b", "KeyN", [], "pen"],
  ["Dvorak", "[", "Minus", [], "thinner"],
  ["Dvorak", "]", "Equal", [], "thicker"],
  ["Dvorak", "=", "BracketRight", [], "nearer"],
  ["BÉPO", "z", "BracketRight", [], "nothing"],

  ["Mac", "z", "KeyZ", ["Meta"], "undo"],
  ["Mac", "z", "KeyZ", ["Meta", "Shift"], "redo"],
  ["Mac", "y", "KeyY", ["Meta"], "nothing"],
  ["Mac", "[", "BracketLeft", ["Meta"], "nothing"],
  ["Mac", "“", "BracketLeft", ["Alt"], "nothing"],
];

test.each(
  keyboards.map(([keyboard, key, code, held, does]) => {
    return [`${keyboard}: ${[...held, key].join(" ")} (${code}): ${does}`, key, code, held, does];
  }) as [string, string, string, Held[], string][],
)("%s", (_, key, code, held, does) => {
  expect(wordOf(pressed(key, code, ...held))).toBe(does);
});

test.each([
  ["Enter", "Enter", [], true],
  ["x", "KeyX", [], true],
  ["ч", "KeyX", [], true],
  ["q", "KeyX", [], false],
  ["x", "KeyX", ["Control"], false],
  ["×", "KeyX", ["AltGraph"], false],
] as [string, string, Held[], boolean][])(
  "%s (%s) %s is the pen's key: %s",
  (key, code, held, is) => {
    expect(isPenKey(pressed(key, code, ...held))).toBe(is);
  },
);

test.each([
  ["nothing is known of", {}, "[ ] + -"],
  ["US", { BracketLeft: "[", BracketRight: "]", Equal: "=", Minus: "-", Digit6: "6" }, "[ ] + -"],
  ["AZERTY", { BracketRight: "$", Equal: "=", Minus: ")", Digit6: "-" }, "[ ] + )"],
  ["QWERTZ", { BracketLeft: "ü", BracketRight: "+", Minus: "ß", Slash: "-" }, "[ ] + -"],
  [
    "Czech",
    { BracketLeft: "ú", Digit1: "+", Minus: "=", Slash: "-", BracketRight: ")" },
    "[ ] = -",
  ],
] as [string, Record<string, string>, string][])("on %s: keys are called %s", (_, keys, names) => {
  const layout = new Map(Object.entries(keys));
  const signs: Sign[] = ["[", "]", "+", "-"];
  expect(signs.map((sign) => labelOf(sign, layout)).join(" ")).toBe(names);
});

test("keys of an input method are ignored", () => {
  expect(isComposed({ key: "b", isComposing: true })).toBe(true);
  expect(isComposed({ key: "Process", isComposing: false })).toBe(true);
  expect(isComposed({ key: "b", isComposing: false })).toBe(false);
});
