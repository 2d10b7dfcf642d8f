import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Brush } from "./brush";
import { brush, setup } from "./input.fixture";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("pointers over the sheet", () => {
  test("a mouse draws at once, and its last place counts", () => {
    const t = setup();
    t.does("pointerdown", "mouse", 100, 100);
    expect(t.kinds()).toEqual(["begin"]);
    t.does("pointermove", "mouse", 200, 100);
    t.frame();
    expect(t.kinds()).toEqual(["begin"]); // shown, and sent with what comes next
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
    t.frame(300);
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
    for (const buttons of [32, 1]) {
      t.does("pointerdown", "pen", 0, 0, { buttons });
      t.does("pointerup", "pen", 0, 0);
    }
    expect(t.sent.filter((op) => op.kind === "begin").map((op) => op.tool)).toEqual([
      "eraser",
      "pen",
    ]);
  });

  test("a pen draws although a palm lies on the sheet, which neither draws nor moves", () => {
    const t = setup();
    t.does("pointerdown", "pen", 0, 0, { pressure: 0.2 });
    t.does("pointerup", "pen", 0, 0);
    t.does("pointerdown", "touch", 300, 300, { pointerId: 2 });
    t.does("pointermove", "touch", 303, 301, { pointerId: 2 });
    t.does("pointerdown", "pen", 40, 0, { pressure: 0.2 });
    t.does("pointermove", "touch", 340, 340, { pointerId: 2 });
    t.does("pointerdown", "touch", 320, 340, { pointerId: 3 });
    t.does("pointermove", "pen", 90, 0, { pressure: 0.4 });
    t.does("pointerup", "pen", 90, 0);
    expect(t.kinds()).toEqual(["begin", "end", "begin", "points", "end"]);
    expect(t.moves).toEqual([]);
  });

  test("the first pen takes the place of a palm that had begun to draw", () => {
    const t = setup();
    t.does("pointerdown", "touch", 300, 300, { pointerId: 2 });
    t.frame();
    t.does("pointerdown", "pen", 0, 0, { pressure: 0.2 });
    expect(t.sent).toMatchObject([{ kind: "begin", tool: "pressure_pen" }]);

    const late = setup();
    late.does("pointerdown", "touch", 300, 300, { pointerId: 2 });
    late.frame(250);
    late.does("pointerdown", "pen", 0, 0, { pressure: 0.2 });
    expect(late.kinds()).toEqual(["begin", "end", "begin"]);
  });

  test("a button let go where the page can't see ends the stroke when the mouse is back", () => {
    const t = setup();
    t.does("pointerdown", "mouse", 0, 0);
    t.does("pointermove", "mouse", 90, 0);
    t.does("pointermove", "mouse", 400, 400, { buttons: 0 });
    expect(t.kinds().at(-1)).toBe("end");
    expect(t.sent.at(-2)).toMatchObject({ points: expect.not.arrayContaining([400]) });
  });

  test("all that the device saw between two events counts", () => {
    const t = setup();
    t.does("pointerdown", "mouse", 0, 0);
    const way = [40, 80, 120].map((clientX) => ({ clientX, clientY: 0, timeStamp: 0 }));
    t.does("pointermove", "mouse", 120, 0, { getCoalescedEvents: () => way });
    t.frame(32);
    const [, points] = t.sent;
    expect(points).toMatchObject({ kind: "points" });
    expect(points.kind === "points" && points.points.length).toBeGreaterThanOrEqual(6);
  });

  test("shows where the hand will be within a frame, and sends none of that", () => {
    const t = setup();
    t.does("pointerdown", "mouse", 0, 0);
    t.frame(32);
    const at = performance.now();
    t.does("pointermove", "mouse", 100, 0, {
      getPredictedEvents: () => [
        { clientX: 130, clientY: 4, timeStamp: at + 8 },
        { clientX: 900, clientY: 4, timeStamp: at + 40 },
      ],
    });
    t.frame();
    expect(t.guessed()).toEqual([100, 0, 130, 4]);
    t.frame();
    expect(t.guessed()).toEqual([100, 0]);
    t.does("pointerup", "mouse", 100, 0);
    expect(t.guessed()).toEqual([]);
    for (const op of t.sent) {
      if (op.kind === "points") expect(Math.max(...op.points)).toBeLessThanOrEqual(100);
    }
  });
});

describe("moving the sheet", () => {
  test("the mouse moves it while space is held, and so does its wheel pressed down", () => {
    const t = setup();
    t.world.pans = true;
    t.does("pointerdown", "mouse", 10, 10);
    t.does("pointermove", "mouse", 40, 30);
    t.does("pointerup", "mouse", 40, 30);
    t.world.pans = false;
    t.does("pointerdown", "mouse", 0, 0, { button: 1, buttons: 4 });
    t.does("pointermove", "mouse", 7, 0, { button: -1, buttons: 4 });
    t.does("pointerup", "mouse", 7, 0, { button: 1, buttons: 0 });
    t.does("pointermove", "mouse", 90, 0, { button: -1, buttons: 0 });
    expect(t.moves).toEqual([
      [
        { x: 10, y: 10, apart: 1 },
        { x: 40, y: 30, apart: 1 },
      ],
      [
        { x: 0, y: 0, apart: 1 },
        { x: 7, y: 0, apart: 1 },
      ],
    ]);
    expect(t.sent).toEqual([]);
  });

  test("the wheel moves it, and zooms with Ctrl, but not under a stroke", () => {
    const t = setup();
    t.turns(30);
    t.turns(-10, { ctrlKey: true });
    expect(t.moves[0][1]).toEqual({ x: 50, y: 30, apart: 1 });
    expect(t.moves[1][1]).toMatchObject({ x: 50, y: 60 });
    expect(t.moves[1][1].apart).toBeGreaterThan(1);
    t.does("pointerdown", "mouse", 0, 0);
    t.turns(30);
    expect(t.moves).toHaveLength(2);
  });
});

describe("a pinch on a trackpad in Safari", () => {
  function pinches(t: ReturnType<typeof setup>, type: string, scale: number): void {
    t.sends(Object.assign(new Event(type), { clientX: 50, clientY: 60, scale }));
  }

  test("zooms about the pointer by what came since the last event", () => {
    const t = setup();
    pinches(t, "gesturestart", 1);
    pinches(t, "gesturechange", 1.5);
    pinches(t, "gesturechange", 3);
    pinches(t, "gesturestart", 1);
    expect(t.moves.map(([, to]) => to)).toEqual(
      [1, 1.5, 2, 1].map((apart) => ({ x: 50, y: 60, apart })),
    );
  });

  test("is left to the pointers where fingers lie on the sheet", () => {
    const t = setup();
    t.does("pointerdown", "touch", 100, 100);
    pinches(t, "gesturestart", 1);
    pinches(t, "gesturechange", 2);
    expect(t.moves).toEqual([]);
  });
});

describe("other tools", () => {
  const held = (tool: Brush["tool"]) => setup(() => ({ ...brush, tool }));

  test("a shape shows as it is dragged and goes out as a whole", () => {
    const t = held("rectangle");
    t.does("pointerdown", "mouse", 100, 100);
    for (const x of [200, 300]) {
      t.does("pointermove", "mouse", x, 200);
      t.frame();
      expect(t.sketched().map((op) => op.kind)).toEqual(["begin", "points"]);
    }
    expect(t.sent).toEqual([]);
    t.does("pointerup", "mouse", 320, 200);
    expect(t.kinds()).toEqual(["begin", "points", "end"]);
    expect(t.sent[0]).toMatchObject({ tool: "liner", x: 100, y: 100 });
    expect(t.sent[1]).toMatchObject({ points: expect.arrayContaining([320]) });
  });

  test("Shift makes a shape even, also without a move", () => {
    const t = held("line");
    t.does("pointerdown", "mouse", 100, 100);
    t.does("pointermove", "mouse", 300, 110);
    t.input.even(true);
    t.frame();
    expect(t.sketched()[1]).toMatchObject({ points: [300, 100] });
    t.input.even(false);
    t.frame();
    expect(t.sketched()[1]).toMatchObject({ points: [300, 110] });
  });

  test("a shape of no size is none", () => {
    const t = held("ellipse");
    t.does("pointerdown", "mouse", 100, 100);
    t.frame();
    t.does("pointerup", "mouse", 100, 100);
    expect(t.sent).toEqual([]);
  });

  test("a second finger soon after the first takes a shape back", () => {
    const t = held("line");
    t.does("pointerdown", "touch", 100, 100);
    t.does("pointermove", "touch", 140, 100);
    t.frame();
    t.does("pointerdown", "touch", 200, 100, { pointerId: 2 });
    expect(t.sketched()).toEqual([]);
    t.does("pointerup", "touch", 140, 100);
    expect(t.sent).toEqual([]);
  });

  test("the mouse fills where it is pressed, a finger once it can't be a pinch", () => {
    const t = held("fill");
    t.does("pointerdown", "mouse", 5, 6);
    expect(t.deeds).toEqual([["fill", { x: 5, y: 6 }]]);
    t.does("pointerup", "mouse", 5, 6);
    t.does("pointerdown", "touch", 50, 60);
    t.frame();
    expect(t.deeds).toHaveLength(1);
    t.does("pointerup", "touch", 50, 60);
    expect(t.deeds).toHaveLength(2);
    t.does("pointerdown", "touch", 50, 60);
    t.does("pointerdown", "touch", 90, 60, { pointerId: 2 });
    t.does("pointerup", "touch", 50, 60);
    expect(t.deeds).toHaveLength(2);
    expect(t.sent).toEqual([]);
  });

  test("the eyedropper follows the hand and is put down with it", () => {
    const t = held("eyedropper");
    t.does("pointerdown", "mouse", 5, 6);
    t.does("pointermove", "mouse", 9, 9);
    t.frame();
    t.does("pointerup", "mouse", 12, 9);
    expect(t.deeds).toEqual([
      ["dip", { x: 5, y: 6 }],
      ["dip", { x: 9, y: 9 }],
      ["dip", { x: 12, y: 9 }],
      ["dipped"],
    ]);
  });
});

describe("a hand without a pointer", () => {
  test("draws as others do", () => {
    const t = setup();
    t.input.press({ x: 10, y: 10 }, false);
    expect(t.kinds()).toEqual(["begin"]);
    t.input.carry({ x: 42, y: 10 });
    for (let i = 0; i < 9; i++) t.frame();
    t.input.release();
    expect(t.kinds().at(-1)).toBe("end");
    expect(t.sent.at(-2)).toMatchObject({ points: expect.arrayContaining([42]) });
    t.input.carry({ x: 90, y: 10 });
    t.input.release();
    expect(t.kinds().filter((kind) => kind === "begin")).toHaveLength(1);
  });

  test("does not take the place of a pointer that draws", () => {
    const t = setup();
    t.does("pointerdown", "mouse", 0, 0);
    t.input.press({ x: 10, y: 10 }, false);
    t.input.release();
    expect(t.kinds()).toEqual(["begin"]);
  });
});
