/**
 * What each device does over the sheet: the rows below are the table, and each is a test. The
 * eraser behaves as the pen does, and every shape as the line does.
 */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { BrushTool } from "./brush";
import { brush, setUpInput } from "./input.fixture";

type Table = ReturnType<typeof setUpInput>;

type Row = {
  device: "finger" | "fingers" | "mouse" | "pen" | "pen and fingers" | "keys" | "wheel" | "any";
  event: string;
  happens: string;
  tool?: BrushTool;
  act: (t: Table) => void;
  /** The marks that are sent. */
  sends?: Mark[];
  /** How often the sheet is panned or zoomed. */
  moves?: number;
  /** Fills and picked colours. */
  actions?: string[];
  /** The tool and the pressure of each stroke's begin, and the pressure of its points. */
  strokes?: (string | number)[][];
};

/** "open": a stroke that has not ended. */
type Mark = "dot" | "stroke" | "open";

const rows: Row[] = [
  // One finger.
  {
    device: "finger",
    event: "taps",
    happens: "a dot, at once",
    act: (t) => tap(t, 5, 5),
    sends: ["dot"],
  },
  {
    device: "finger",
    event: "taps eight times at one place",
    happens: "eight dots: stippling is drawing",
    act(t) {
      for (let i = 0; i < 8; i++) {
        tap(t, 5 + i, 5);
        t.frame(40);
      }
    },
    sends: Array(8).fill("dot"),
  },
  {
    device: "finger",
    event: "draws",
    happens: "a stroke, which goes out once it can be no pinch",
    act(t) {
      t.firePointer("pointerdown", "touch", 0, 0);
      t.firePointer("pointermove", "touch", 90, 0);
      t.frame(30);
      expect(t.sent, "after 30 ms").toEqual([]);
      t.frame(60);
      t.firePointer("pointerup", "touch", 90, 0);
    },
    sends: ["stroke"],
  },
  ...(["pen", "eraser", "fill", "line", "ellipse", "eyedropper"] as const).map(
    (tool): Row => ({
      device: "finger",
      event: `the system takes it after 30 ms, with the ${tool}`,
      happens: "nothing: it was no drawing",
      tool,
      act(t) {
        t.firePointer("pointerdown", "touch", 5, 5);
        t.firePointer("pointermove", "touch", 20, 9);
        t.frame(30);
        t.firePointer("pointercancel", "touch", 20, 9);
      },
      actions: tool === "eyedropper" ? ["undip"] : [],
    }),
  ),
  {
    device: "finger",
    event: "the system takes it in the middle of a stroke",
    happens: "the stroke ends where it was",
    act(t) {
      t.firePointer("pointerdown", "touch", 0, 0);
      t.firePointer("pointermove", "touch", 90, 0);
      t.frame(100);
      t.firePointer("pointercancel", "touch", 0, 0);
    },
    sends: ["stroke"],
  },
  {
    device: "finger",
    event: "the system takes it while a shape is dragged",
    happens: "no shape",
    tool: "line",
    act: (t) => longTouch(t, "pointercancel"),
  },
  {
    device: "finger",
    event: "the system takes it while it rests with the fill",
    happens: "nothing is filled",
    tool: "fill",
    act: (t) => longTouch(t, "pointercancel"),
  },
  {
    device: "finger",
    event: "rests with the fill and goes up",
    happens: "fills, where it was",
    tool: "fill",
    act: (t) => longTouch(t, "pointerup"),
    actions: ["fill"],
  },
  {
    device: "finger",
    event: "the system takes it while the eyedropper follows it",
    happens: "the ink in hand is what it was, and so is the tool",
    tool: "eyedropper",
    act: (t) => longTouch(t, "pointercancel"),
    actions: ["dip", "undip"],
  },
  {
    device: "finger",
    event: "the tab hides after 30 ms",
    happens: "nothing",
    act(t) {
      t.firePointer("pointerdown", "touch", 5, 5);
      t.frame(30);
      t.input.interrupt();
      t.firePointer("pointerup", "touch", 5, 5);
    },
  },
  {
    device: "finger",
    event: "comes back after the tab hid under one that nobody saw go up",
    happens: "draws: it is one finger, not two",
    act(t) {
      t.firePointer("pointerdown", "touch", 5, 5, { pointerId: 7 });
      t.frame(30);
      t.input.interrupt();
      tap(t, 60, 5);
    },
    sends: ["dot"],
  },
  // Two fingers.
  {
    device: "fingers",
    event: "the second comes within 200 ms, and they move",
    happens: "the sheet moves and zooms; no ink",
    act(t) {
      t.firePointer("pointerdown", "touch", 100, 100);
      t.frame(100);
      t.firePointer("pointerdown", "touch", 200, 100, { pointerId: 2 });
      t.firePointer("pointermove", "touch", 220, 100, { pointerId: 2 });
      t.firePointer("pointerup", "touch", 220, 100, { pointerId: 2 });
      t.firePointer("pointermove", "touch", 110, 100);
      t.firePointer("pointerup", "touch", 110, 100);
      t.frame(300);
    },
    moves: 2,
  },
  {
    device: "fingers",
    event: "the second comes late, in the middle of a stroke",
    happens: "it is a palm: the stroke goes on",
    act(t) {
      t.firePointer("pointerdown", "touch", 0, 0);
      t.firePointer("pointermove", "touch", 90, 0);
      t.frame(100);
      t.firePointer("pointerdown", "touch", 300, 300, { pointerId: 2 });
      t.firePointer("pointermove", "touch", 340, 300, { pointerId: 2 });
      t.firePointer("pointerup", "touch", 90, 0);
    },
    sends: ["stroke"],
  },
  // The mouse.
  {
    device: "mouse",
    event: "the right button is pressed and let go within a stroke",
    happens: "the stroke goes on",
    act(t) {
      t.firePointer("pointerdown", "mouse", 0, 0);
      t.firePointer("pointermove", "mouse", 20, 0, { button: 2, buttons: 3 });
      t.firePointer("pointermove", "mouse", 40, 0, { button: 2, buttons: 1 });
      t.firePointer("pointermove", "mouse", 90, 0);
      expect(t.input.drawing).toBe(true);
    },
    sends: ["open"],
  },
  ...(
    [
      ["right", 2],
      ["middle", 4],
    ] as const
  ).map(
    ([name, bit]): Row => ({
      device: "mouse",
      event: `the left button goes up while the ${name} one is held`,
      happens: "the stroke ends there",
      act(t) {
        t.firePointer("pointerdown", "mouse", 0, 0);
        t.firePointer("pointermove", "mouse", 40, 0, { buttons: 1 | bit });
        t.firePointer("pointermove", "mouse", 90, 0, { button: 0, buttons: bit });
        t.firePointer("pointermove", "mouse", 400, 0, { buttons: bit });
        t.firePointer("pointerup", "mouse", 400, 0, { button: bit / 2 });
        expect(lastPlace(t)).toEqual([90, 0]);
      },
      sends: ["stroke"],
    }),
  ),
  {
    device: "mouse",
    event: "the left button goes down while the right one is held",
    happens: "it draws, and is no pan",
    act(t) {
      t.firePointer("pointerdown", "mouse", 0, 0, { button: 2, buttons: 2 });
      t.firePointer("pointermove", "mouse", 0, 0, { button: 0, buttons: 3 });
      t.firePointer("pointermove", "mouse", 90, 0, { buttons: 3 });
      t.firePointer("pointermove", "mouse", 90, 0, { button: 0, buttons: 2 });
    },
    sends: ["stroke"],
  },
  {
    device: "mouse",
    event: "the right button alone",
    happens: "nothing",
    act(t) {
      t.firePointer("pointerdown", "mouse", 0, 0, { button: 2, buttons: 2 });
      t.firePointer("pointermove", "mouse", 90, 0, { buttons: 2 });
      t.firePointer("pointerup", "mouse", 90, 0, { button: 2 });
    },
  },
  {
    device: "mouse",
    event: "the wheel is pressed and dragged, then the left button as well",
    happens: "the sheet moves until the wheel is up; no ink",
    act(t) {
      t.firePointer("pointerdown", "mouse", 0, 0, { button: 1, buttons: 4 });
      t.firePointer("pointermove", "mouse", 10, 0, { buttons: 4 });
      t.firePointer("pointermove", "mouse", 10, 0, { button: 0, buttons: 5 });
      t.firePointer("pointermove", "mouse", 20, 0, { button: 1, buttons: 1 });
      t.firePointer("pointermove", "mouse", 90, 0, { buttons: 1 });
      t.firePointer("pointerup", "mouse", 90, 0);
    },
    moves: 2,
  },
  {
    device: "mouse",
    event: "its button goes up where the page can't see",
    happens: "the stroke ends where it was seen last",
    act(t) {
      t.firePointer("pointerdown", "mouse", 0, 0);
      t.firePointer("pointermove", "mouse", 90, 0);
      t.firePointer("pointermove", "mouse", 400, 400, { buttons: 0 });
      expect(lastPlace(t)).toEqual([90, 0]);
    },
    sends: ["stroke"],
  },
  {
    device: "mouse",
    event: "its button was pressed elsewhere before it came",
    happens: "nothing",
    act(t) {
      t.firePointer("pointermove", "mouse", 0, 0);
      t.firePointer("pointermove", "mouse", 90, 0);
    },
  },
  // A pen.
  {
    device: "pen",
    event: "goes up while its barrel is pressed",
    happens: "the stroke ends there",
    act(t) {
      t.firePointer("pointerdown", "pen", 0, 0, { pressure: 0.2 });
      t.firePointer("pointermove", "pen", 40, 0, { pressure: 0.2, button: 2, buttons: 3 });
      t.firePointer("pointermove", "pen", 90, 0, { pressure: 0, button: 0, buttons: 2 });
      t.firePointer("pointermove", "pen", 400, 0, { pressure: 0, buttons: 2 });
      expect(lastPlace(t)).toEqual([90, 0]);
    },
    sends: ["stroke"],
  },
  {
    device: "pen",
    event: "its barrel is pressed above the paper, then it comes down",
    happens: "it draws from where it came down",
    act(t) {
      t.firePointer("pointerdown", "pen", 0, 0, { pressure: 0, button: 2, buttons: 2 });
      t.firePointer("pointermove", "pen", 50, 0, { pressure: 0, buttons: 2 });
      expect(t.input.drawing).toBe(false);
      t.firePointer("pointermove", "pen", 60, 0, { pressure: 0.3, button: 0, buttons: 3 });
      t.firePointer("pointerup", "pen", 60, 0, { pressure: 0 });
      expect(t.sent[0]).toMatchObject({ x: 60, y: 0 });
    },
    sends: ["dot"],
  },
  {
    device: "pen",
    event: "its system calls the pressed barrel the only button",
    happens: "it draws",
    act(t) {
      t.firePointer("pointerdown", "pen", 0, 0, { pressure: 0.3, button: 2, buttons: 2 });
      t.firePointer("pointerup", "pen", 0, 0, { pressure: 0, button: 2 });
    },
    sends: ["dot"],
  },
  {
    device: "pen",
    event: "presses by exactly a half in the middle of a stroke",
    happens: "a half is a pressure",
    act(t) {
      t.firePointer("pointerdown", "pen", 0, 0, { pressure: 0.9 });
      for (const [x, pressure] of [
        [100, 0.9],
        [200, 0.5],
        [300, 0.9],
      ]) {
        t.firePointer("pointermove", "pen", x, 0, { pressure });
        t.frame();
      }
    },
    strokes: [["pressure_pen", 57, 57, 32, 57]],
  },
  {
    device: "pen",
    event: "presses by exactly a half at first",
    happens: "the whole stroke has its pressure",
    act(t) {
      t.firePointer("pointerdown", "pen", 0, 0, { pressure: 0.5 });
      t.frame();
      t.firePointer("pointermove", "pen", 100, 0, { pressure: 0.7 });
      t.firePointer("pointerup", "pen", 100, 0, { pressure: 0 });
      t.firePointer("pointerdown", "pen", 0, 0, { pressure: 0.5 });
      t.firePointer("pointerup", "pen", 0, 0, { pressure: 0 });
    },
    strokes: [
      ["pressure_pen", 32, 44],
      ["pressure_pen", 32],
    ],
  },
  {
    device: "pen",
    event: "always says a half, as one that knows no pressure does",
    happens: "a plain pen; its first ink goes out after 80 ms",
    act(t) {
      t.firePointer("pointerdown", "pen", 0, 0);
      t.firePointer("pointermove", "pen", 100, 0);
      t.frame(40);
      expect(t.sent).toEqual([]);
      t.frame(40);
      t.firePointer("pointerup", "pen", 100, 0);
    },
    strokes: [["pen", 0, 0, 0]],
  },
  {
    device: "pen",
    event: "the other way round",
    happens: "erases",
    act(t) {
      t.firePointer("pointerdown", "pen", 0, 0, { pressure: 0.4, button: 5, buttons: 32 });
      t.firePointer("pointerup", "pen", 0, 0, { pressure: 0, button: 5 });
    },
    strokes: [["eraser", 0]],
  },
  // A pen, and the other hand.
  {
    device: "pen and fingers",
    event: "a finger moves after a pen drew",
    happens: "the sheet moves; no ink",
    act(t) {
      tapWithPen(t);
      t.firePointer("pointerdown", "touch", 100, 100, { pointerId: 2 });
      t.firePointer("pointermove", "touch", 140, 100, { pointerId: 2 });
      t.firePointer("pointerup", "touch", 140, 100, { pointerId: 2 });
    },
    sends: ["dot"],
    moves: 1,
  },
  {
    device: "pen and fingers",
    event: "a palm lies beside a pen that draws, and trembles",
    happens: "the pen draws; nothing else",
    act(t) {
      tapWithPen(t);
      t.firePointer("pointerdown", "touch", 300, 300, { pointerId: 2 });
      t.firePointer("pointermove", "touch", 303, 301, { pointerId: 2 });
      tapWithPen(t);
      t.firePointer("pointermove", "touch", 302, 302, { pointerId: 2 });
    },
    sends: ["dot", "dot"],
  },
  {
    device: "pen and fingers",
    event: "two fingers pinch by very little after a pen drew",
    happens: "the sheet follows at once: two are no palm",
    act(t) {
      tapWithPen(t);
      t.firePointer("pointerdown", "touch", 100, 100, { pointerId: 2 });
      t.firePointer("pointerdown", "touch", 200, 100, { pointerId: 3 });
      t.firePointer("pointermove", "touch", 201, 100, { pointerId: 3 });
    },
    sends: ["dot"],
    moves: 1,
  },
  {
    device: "mouse",
    event: "moves the sheet by very little after a pen drew",
    happens: "the sheet follows at once",
    act(t) {
      tapWithPen(t);
      t.world.pans = true;
      t.firePointer("pointerdown", "mouse", 0, 0);
      t.firePointer("pointermove", "mouse", 1, 0);
    },
    sends: ["dot"],
    moves: 1,
  },
  {
    device: "pen and fingers",
    event: "fingers are to draw, says the player, and one does",
    happens: "it draws, and the pen as well",
    act(t) {
      tapWithPen(t);
      t.world.fingersDraw = true;
      tap(t, 60, 60);
      t.firePointer("pointerdown", "touch", 300, 300, { pointerId: 2 });
      t.firePointer("pointermove", "touch", 390, 300, { pointerId: 2 });
      t.frame(100);
      t.firePointer("pointerup", "touch", 390, 300, { pointerId: 2 });
    },
    sends: ["dot", "dot", "stroke"],
  },
  // No pointer.
  {
    device: "keys",
    event: "the tab hides while their shape is dragged",
    happens: "no shape",
    tool: "line",
    act(t) {
      t.input.press({ x: 0, y: 0 }, false);
      t.input.moveTo({ x: 90, y: 0 });
      t.frame();
      t.input.interrupt();
    },
  },
  {
    device: "wheel",
    event: "turns",
    happens: "the sheet moves; with Ctrl or Cmd it zooms",
    act(t) {
      t.fireWheel(30);
      t.fireWheel(30, { ctrlKey: true });
      t.fireWheel(30, { metaKey: true });
    },
    moves: 3,
  },
  {
    device: "any",
    event: "a touch, as iPadOS would read handwriting from or go back at",
    happens: "refused: it is the sheet's",
    act(t) {
      for (const type of ["touchstart", "touchmove"]) {
        const event = new Event(type, { cancelable: true });
        t.fire(event);
        expect(event.defaultPrevented, type).toBe(true);
      }
    },
  },
];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const titled = rows.map((row) => [`${row.device} | ${row.event} | ${row.happens}`, row] as const);

test.each(titled)("%s", (_, { tool = "pen", act, ...right }) => {
  const t = setUpInput(() => ({ ...brush, tool }));
  act(t);
  if (right.strokes) expect(strokesOf(t)).toEqual(right.strokes);
  else expect(marksOf(t)).toEqual(right.sends ?? []);
  expect(t.moves).toHaveLength(right.moves ?? 0);
  expect(t.actions.map(([name]) => name)).toEqual(right.actions ?? []);
  if (!t.input.drawing) expect(t.sketched(), "ink that stays unsent").toEqual([]);
});

function tap(t: Table, x: number, y: number): void {
  t.firePointer("pointerdown", "touch", x, y);
  t.frame(30);
  t.firePointer("pointerup", "touch", x, y);
}

function tapWithPen(t: Table): void {
  t.firePointer("pointerdown", "pen", 0, 0, { pressure: 0.3 });
  t.firePointer("pointerup", "pen", 0, 0, { pressure: 0 });
}

/** A finger that moves slightly, rests for half a second, and is lifted. */
function longTouch(t: Table, how: "pointerup" | "pointercancel"): void {
  t.firePointer("pointerdown", "touch", 5, 5);
  t.firePointer("pointermove", "touch", 40, 5);
  t.frame(500);
  t.firePointer(how, "touch", 40, 5);
}

function lastPlace(t: Table): number[] {
  const points = t.sent.findLast((op) => op.kind === "points");
  return points?.kind === "points" ? points.points.slice(-2) : [];
}

function marksOf({ sent }: Table): Mark[] {
  const marks: Mark[] = [];
  for (const [i, { kind }] of sent.entries()) {
    if (kind === "begin") marks.push("open");
    if (kind === "end") marks[marks.length - 1] = sent[i - 1].kind === "begin" ? "dot" : "stroke";
  }
  return marks;
}

function strokesOf({ sent }: Table): (string | number)[][] {
  const strokes: (string | number)[][] = [];
  for (const op of sent) {
    if (op.kind === "begin") strokes.push([op.tool, op.pressure]);
    if (op.kind === "points") strokes.at(-1)?.push(op.pressure);
  }
  return strokes;
}
