import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Op } from "../ink/op";
import type { Brush } from "./capture";
import { listen } from "./input";
import type { Pinch } from "./view";

const brush: Brush = { tool: "pen", size: 24, colour: 0 };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A sheet under pointers, one unit a px, and what came of them. */
function setup(held: () => Brush | undefined = () => brush) {
  const area = new EventTarget();
  const sent: Op[] = [];
  const moves: [Pinch, Pinch][] = [];
  let sketched: Op[] = [];
  const input = listen(area as HTMLElement, {
    brush: held,
    toUnits: (x, y) => ({ x, y }),
    sketch: (op) => sketched.push(op),
    commit() {
      sent.push(...sketched);
      sketched = [];
    },
    discard() {
      sketched = [];
    },
    move: (from, to) => moves.push([from, to]),
    wake: () => {},
  });
  return {
    input,
    sent,
    moves,
    kinds: () => sent.map((op) => op.kind),
    /** A pointer does something at a place, now. */
    does(type: string, pointerType: "mouse" | "touch" | "pen", x: number, y: number, some = {}) {
      const event = Object.assign(new Event(type), {
        pointerId: 1,
        pointerType,
        clientX: x,
        clientY: y,
        button: 0,
        buttons: 1,
        pressure: 0.5,
        ...some,
      });
      Object.defineProperty(event, "timeStamp", { value: performance.now() });
      area.dispatchEvent(event);
    },
    /** Time goes by, and a frame is shown. */
    frame(ms = 16) {
      vi.advanceTimersByTime(ms);
      input.drain();
    },
  };
}

describe("pointers over the sheet", () => {
  test("a mouse draws at once, and its last place counts", () => {
    const t = setup();
    t.does("pointerdown", "mouse", 100, 100);
    expect(t.kinds()).toEqual(["begin"]);
    t.does("pointermove", "mouse", 200, 100);
    t.frame();
    expect(t.kinds()).toEqual(["begin", "points"]);
    t.does("pointerup", "mouse", 300, 120);
    expect(t.kinds()).toEqual(["begin", "points", "points", "end"]);
    expect(t.sent[2]).toMatchObject({ points: [300, 120] });
  });

  test("only the main button draws, and only one pointer", () => {
    const t = setup();
    t.does("pointerdown", "mouse", 0, 0, { button: 2 });
    expect(t.sent).toEqual([]);
    t.does("pointerdown", "mouse", 0, 0);
    t.does("pointerdown", "pen", 50, 50, { pointerId: 2 });
    expect(t.kinds()).toEqual(["begin"]);
  });

  test.each(["pointercancel", "lostpointercapture"])("%s ends the stroke where it was", (type) => {
    const t = setup();
    t.does("pointerdown", "mouse", 0, 0);
    t.does("pointermove", "mouse", 90, 0);
    t.does(type, "mouse", 0, 0);
    expect(t.sent.at(-2)).toMatchObject({ kind: "points", points: expect.arrayContaining([90]) });
    expect(t.sent.at(-1)).toEqual({ kind: "end" });
    t.does("pointerup", "mouse", 0, 0);
    expect(t.kinds().filter((kind) => kind === "end")).toHaveLength(1);
  });

  test("a sheet that is closed takes no stroke, and ends the one under way", () => {
    let open = true;
    const t = setup(() => (open ? brush : undefined));
    t.does("pointerdown", "mouse", 0, 0);
    open = false;
    t.input.lift();
    expect(t.kinds()).toEqual(["begin", "end"]);
    t.does("pointerdown", "mouse", 0, 0);
    expect(t.kinds()).toEqual(["begin", "end"]);
  });

  test("a finger's ink goes out once it can't be a pinch any more", () => {
    const t = setup();
    t.does("pointerdown", "touch", 0, 0);
    t.does("pointermove", "touch", 60, 0);
    t.frame(16);
    expect(t.sent).toEqual([]);
    t.frame(64);
    expect(t.kinds()[0]).toBe("begin");
  });

  test("a quick tap is a dot", () => {
    const t = setup();
    t.does("pointerdown", "touch", 5, 5);
    t.does("pointerup", "touch", 5, 5);
    expect(t.kinds()).toEqual(["begin", "end"]);
  });

  test("a second finger soon after the first leaves no ink and moves the sheet", () => {
    const t = setup();
    t.does("pointerdown", "touch", 100, 100);
    t.frame();
    t.does("pointerdown", "touch", 200, 100, { pointerId: 2 });
    t.does("pointermove", "touch", 220, 100, { pointerId: 2 });
    expect(t.moves).toEqual([
      [
        { x: 150, y: 100, apart: 100 },
        { x: 160, y: 100, apart: 120 },
      ],
    ]);
    t.does("pointerup", "touch", 220, 100, { pointerId: 2 });
    t.does("pointermove", "touch", 300, 300);
    t.does("pointerup", "touch", 300, 300);
    t.frame(300);
    expect(t.sent).toEqual([]);

    t.does("pointerdown", "touch", 10, 10);
    t.does("pointerup", "touch", 10, 10);
    expect(t.kinds()).toEqual(["begin", "end"]);
  });

  test("a second finger in the middle of a stroke is a palm", () => {
    const t = setup();
    t.does("pointerdown", "touch", 100, 100);
    t.does("pointermove", "touch", 160, 100);
    t.frame(100);
    t.does("pointerdown", "touch", 400, 400, { pointerId: 2 });
    t.does("pointermove", "touch", 410, 400, { pointerId: 2 });
    t.does("pointerup", "touch", 160, 100);
    expect(t.kinds().at(-1)).toBe("end");
    expect(t.moves).toEqual([]);
  });

  test("once a pen was seen, fingers move the sheet and draw nothing", () => {
    const t = setup();
    t.does("pointerdown", "pen", 0, 0, { pressure: 0.2 });
    t.does("pointerup", "pen", 0, 0);
    t.does("pointerdown", "touch", 100, 100, { pointerId: 2 });
    t.does("pointermove", "touch", 130, 140, { pointerId: 2 });
    t.frame(300);
    expect(t.kinds()).toEqual(["begin", "end"]);
    expect(t.sent[0]).toMatchObject({ tool: "pressure_pen" });
    expect(t.moves).toEqual([
      [
        { x: 100, y: 100, apart: 1 },
        { x: 130, y: 140, apart: 1 },
      ],
    ]);
  });

  test("a pen held upside down erases; one without pressure is a plain pen", () => {
    const t = setup();
    t.does("pointerdown", "pen", 0, 0, { buttons: 32 });
    t.does("pointerup", "pen", 0, 0);
    t.does("pointerdown", "pen", 0, 0);
    expect(t.sent.filter((op) => op.kind === "begin").map((op) => op.tool)).toEqual([
      "eraser",
      "pen",
    ]);
  });
});
