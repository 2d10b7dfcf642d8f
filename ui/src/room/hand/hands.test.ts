import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Op } from "../../ink/op";
import type { Brush } from "./brush";
import { createHands } from "./hands";
import type { Point } from "./point";
import { isFit, toArea } from "./view";

const AREA = { width: 390, height: 434 };

/** Reports the size of an area at once. */
class Observer {
  constructor(private readonly tell: (entries: { contentRect: typeof AREA }[]) => void) {}
  observe() {
    this.tell([{ contentRect: AREA }]);
  }
  disconnect() {}
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.stubGlobal("ResizeObserver", Observer);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Hands over a sheet on a phone, and a record of what they did. */
function setup(tool: Brush["tool"] = "pen", fixed = false) {
  const brush = signal<Brush>({ tool, size: 24, colour: 0, before: "line" });
  const open = signal(true);
  const sent: Op[] = [];
  const fills: Point[] = [];
  let sketched: Op[] = [];
  const hands = createHands({
    fixed,
    canDraw: open,
    brush,
    sketch: (op) => sketched.push(op),
    guess: () => {},
    commit() {
      sent.push(...sketched);
      sketched = [];
    },
    discard() {
      sketched = [];
    },
    fill: ({ x, y }) => fills.push({ x, y }),
    colourAt: ({ x }) => (x > 4000 ? undefined : 0xd55e00),
    wake: () => {},
  });
  const area = Object.assign(new EventTarget(), {
    getBoundingClientRect: () => ({ left: 0, top: 100, ...AREA }),
  });
  const unmount = hands.mount(area as unknown as HTMLElement);
  return {
    hands,
    brush,
    open,
    sent,
    fills,
    unmount,
    kinds: () => sent.map(({ kind }) => kind),
    points: (type: string, x: number, y: number, some: object = {}) => {
      const at = { pointerId: 1, pointerType: "mouse", clientX: x, clientY: y };
      area.dispatchEvent(Object.assign(new Event(type), { ...at, button: 0, buttons: 1, ...some }));
    },
    /** Turns the wheel; reports whether the page scrolls. */
    wheel() {
      const turn = {
        clientX: 200,
        clientY: 300,
        deltaX: 0,
        deltaY: -20,
        deltaMode: 0,
        ctrlKey: true,
      };
      return area.dispatchEvent(Object.assign(new Event("wheel", { cancelable: true }), turn));
    },
  };
}

const right = new Set(["ArrowRight"]);

test("a pointer draws at its point on the sheet, in any view", () => {
  const t = setup();
  const place = { x: 2000, y: 1500 };
  const { x, y } = toArea(t.hands.view.value, place.x, place.y);
  t.points("pointerdown", x, y + 100);
  expect(t.sent[0]).toMatchObject({ kind: "begin", ...place });
});

test("the keyboard draws from the centre of the view, and the view follows", () => {
  const t = setup();
  t.hands.pressCrosshair();
  expect(t.hands.crosshair.value).toEqual({ x: 2048, y: 1536, down: true });
  expect(t.sent[0]).toMatchObject({ kind: "begin", x: 2048, y: 1536 });
  for (let i = 0; i < 60; i++) t.hands.moveCrosshair(right, false);
  expect(t.hands.crosshair.value).toEqual({ x: 4096, y: 1536, down: true });
  const at = toArea(t.hands.view.value, 4096, 1536);
  expect(at.x).toBeLessThanOrEqual(AREA.width);
  t.hands.pressCrosshair();
  expect(t.kinds().at(-1)).toBe("end");
  expect(t.sent.at(-2)).toMatchObject({ points: expect.arrayContaining([4096]) });
});

test("a tool that needs only a press acts at once", () => {
  const t = setup("fill");
  t.hands.pressCrosshair();
  expect(t.fills).toEqual([{ x: 2048, y: 1536 }]);
  expect(t.hands.crosshair.value?.down).toBe(false);
});

test("the eyedropper takes the colour at the point, and ends", () => {
  const t = setup("eyedropper");
  t.hands.pressCrosshair();
  expect(t.brush.value).toEqual({ tool: "line", size: 24, colour: 0xd55e00 });
});

test("off the sheet there is no colour to take", () => {
  const t = setup("eyedropper");
  const { x, y } = toArea(t.hands.view.value, 4050, 1000);
  t.points("pointerdown", x, y + 100);
  t.points("pointerup", x, y + 100);
  expect(t.brush.value).toEqual({ tool: "line", size: 24, colour: 0 });
});

test("a pointer takes over from the keyboard, whose stroke ends", () => {
  const t = setup();
  t.hands.pressCrosshair();
  t.points("pointerdown", 200, 300);
  expect(t.kinds()).toEqual(["begin", "end", "begin"]);
  expect(t.hands.crosshair.value).toBeUndefined();
});

test("a closed sheet ignores the keyboard and puts its pen up", () => {
  const t = setup();
  t.hands.pressCrosshair();
  t.open.value = false;
  t.hands.finish();
  expect(t.kinds()).toEqual(["begin", "end"]);
  expect(t.hands.crosshair.value?.down).toBe(false);
  t.hands.pressCrosshair();
  expect(t.kinds()).toEqual(["begin", "end"]);
});

test("a phone opens with the whole sheet in view, so that the partner's ink is seen", () => {
  expect(isFit(setup().hands.view.value, AREA)).toBe(true);
});

test("the first pen makes fingers pan, and the player can change that", () => {
  const t = setup();
  const pen = { pointerType: "pen", pressure: 0.3 };
  const taps = (some: object) => {
    t.points("pointerdown", 200, 300, some);
    t.points("pointerup", 200, 300, some);
  };
  taps({ pointerType: "touch" });
  expect(t.hands.penSeen.value).toBe(false);
  taps(pen);
  expect([t.hands.penSeen.value, t.hands.fingersDraw.value]).toEqual([true, false]);
  taps({ pointerType: "touch" });
  expect(t.kinds()).toEqual(["begin", "end", "begin", "end"]);
  t.hands.fingersDraw.value = true;
  taps(pen);
  taps({ pointerType: "touch" });
  expect(t.kinds()).toHaveLength(8);
});

test("an eyedropper cancelled by the system restores the colour", () => {
  const t = setup("eyedropper");
  t.points("pointerdown", 200, 300);
  expect(t.brush.value.colour).toBe(0xd55e00);
  t.points("pointercancel", 200, 300);
  expect(t.brush.value).toMatchObject({ tool: "eyedropper", colour: 0 });
});

test("a hidden tab cancels a drag, puts the crosshair's pen up and releases space", () => {
  const t = setup("line");
  t.hands.pressCrosshair();
  t.hands.moveCrosshair(right, false);
  t.hands.drain();
  t.hands.pans.value = true;
  t.hands.interrupt();
  expect(t.sent).toEqual([]);
  expect(t.hands.crosshair.value?.down).toBe(false);
  expect(t.hands.pans.value).toBe(false);
});

test("switches to the whole sheet and back to the view before", () => {
  const t = setup();
  t.hands.zoom(2);
  const near = t.hands.view.value;
  t.hands.toggleFit();
  expect(isFit(t.hands.view.value, AREA)).toBe(true);
  t.hands.toggleFit();
  expect(t.hands.view.value).toEqual(near);
});

test.each([
  { fixed: false, moves: true },
  { fixed: true, moves: false },
])("two fingers leave no ink, and the wheel scrolls only over a fixed sheet: %o", (sheet) => {
  const t = setup("pen", sheet.fixed);
  const fit = t.hands.view.value;
  const touch = (pointerId: number) => ({ pointerType: "touch", pointerId });
  t.points("pointerdown", 150, 300, touch(1));
  t.points("pointerdown", 250, 300, touch(2));
  t.points("pointermove", 350, 300, touch(2));
  expect(t.hands.view.value.scale > fit.scale).toBe(sheet.moves);
  t.points("pointerup", 350, 300, touch(2));
  t.points("pointerup", 150, 300, touch(1));
  expect(t.sent).toEqual([]);
  const before = t.hands.view.value;
  expect(t.wheel(), "the page scrolls").toBe(sheet.fixed);
  expect(t.hands.view.value !== before).toBe(sheet.moves);
});

test("detaching the element ends its stroke", () => {
  const t = setup();
  t.points("pointerdown", 200, 300);
  t.unmount();
  expect(t.kinds()).toEqual(["begin", "end"]);
  expect(t.hands.drawing).toBe(false);
});
