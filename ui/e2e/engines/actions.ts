/** Actions of pointers and keys in the format of WebDriver and WebDriver BiDi (W3C WebDriver, "Actions"). */
import type { Held, Pixel } from "./tab";

export function strokeActions(held: Held, places: readonly Pixel[]): object[] {
  const move = ([x, y]: Pixel) => ({
    type: "pointerMove",
    duration: 0,
    x: Math.round(x),
    y: Math.round(y),
  });
  const [first, ...rest] = places;
  return [
    {
      type: "pointer",
      id: held,
      parameters: { pointerType: held },
      actions: [
        move(first),
        { type: "pointerDown", button: 0 },
        ...rest.map(move),
        { type: "pointerUp", button: 0 },
      ],
    },
  ];
}

const named: Record<string, string> = { Control: "\uE009", Shift: "\uE008" };

export function keyActions(keys: string): object[] {
  const values = keys.split("+").map((key) => named[key] ?? key);
  const act = (type: "keyDown" | "keyUp") => (value: string) => ({ type, value });
  return [
    {
      type: "key",
      id: "keys",
      actions: [...values.map(act("keyDown")), ...values.toReversed().map(act("keyUp"))],
    },
  ];
}
