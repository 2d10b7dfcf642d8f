import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Brush } from "./brush";
import { brush, setUpInput } from "./input.fixture";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("pointers over the sheet", () => {
  test("the mouse draws at once, up to its last position", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "mouse", 100, 100);
    expect(t.kinds()).toEqual(["begin"]);
    t.firePointer("pointermove", "mouse", 200, 100);
    t.frame();
    expect(t.kinds()).toEqual(["begin"]); // shown, and sent with what comes next
    t.frame();
    expect(t.kinds()).toEqual(["begin", "points"]);
    t.firePointer("pointerup", "mouse", 300, 120);
    expect(t.kinds()).toEqual(["begin", "points", "points", "end"]);
    expect(t.sent[2]).toMatchObject({ points: [300, 120] });
  });

  test("only the main button draws, and only one pointer", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "mouse", 0, 0, { button: 2 });
    expect(t.sent).toEqual([]);
    t.firePointer("pointerdown", "mouse", 0, 0);
    t.firePointer("pointerdown", "pen", 50, 50, { pointerId: 2 });
    expect(t.kinds()).toEqual(["begin"]);
  });

  test.each(["pointercancel", "lostpointercapture"])(
    "%s ends the stroke at its last point",
    (type) => {
      const t = setUpInput();
      t.firePointer("pointerdown", "mouse", 0, 0);
      t.firePointer("pointermove", "mouse", 90, 0);
      t.firePointer(type, "mouse", 0, 0);
      expect(t.sent.at(-2)).toMatchObject({ kind: "points", points: expect.arrayContaining([90]) });
      expect(t.sent.at(-1)).toEqual({ kind: "end" });
      t.firePointer("pointerup", "mouse", 0, 0);
      expect(t.kinds().filter((kind) => kind === "end")).toHaveLength(1);
    },
  );

  test("a closed sheet accepts no stroke and ends the open one", () => {
    let open = true;
    const t = setUpInput(() => (open ? brush : undefined));
    t.firePointer("pointerdown", "mouse", 0, 0);
    open = false;
    t.input.finish();
    expect(t.kinds()).toEqual(["begin", "end"]);
    t.firePointer("pointerdown", "mouse", 0, 0);
    expect(t.kinds()).toEqual(["begin", "end"]);
  });

  test("a finger's ink is sent once it cannot become a pinch", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "touch", 0, 0);
    t.firePointer("pointermove", "touch", 60, 0);
    t.frame(16);
    expect(t.sent).toEqual([]);
    t.frame(64);
    expect(t.kinds()[0]).toBe("begin");
  });

  test("a second finger soon after the first cancels the ink and pans the sheet", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "touch", 100, 100);
    t.frame();
    t.firePointer("pointerdown", "touch", 200, 100, { pointerId: 2 });
    t.firePointer("pointermove", "touch", 220, 100, { pointerId: 2 });
    expect(t.moves).toEqual([
      [
        { x: 150, y: 100, distance: 100 },
        { x: 160, y: 100, distance: 120 },
      ],
    ]);
    t.firePointer("pointerup", "touch", 220, 100, { pointerId: 2 });
    t.firePointer("pointermove", "touch", 300, 300);
    t.firePointer("pointerup", "touch", 300, 300);
    t.frame(300);
    expect(t.sent).toEqual([]);

    t.firePointer("pointerdown", "touch", 10, 10);
    t.firePointer("pointerup", "touch", 10, 10);
    t.frame(300);
    expect(t.kinds()).toEqual(["begin", "end"]);
  });

  test("a second finger in the middle of a stroke counts as a palm", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "touch", 100, 100);
    t.firePointer("pointermove", "touch", 160, 100);
    t.frame(100);
    t.firePointer("pointerdown", "touch", 400, 400, { pointerId: 2 });
    t.firePointer("pointermove", "touch", 410, 400, { pointerId: 2 });
    t.firePointer("pointerup", "touch", 160, 100);
    expect(t.kinds().at(-1)).toBe("end");
    expect(t.moves).toEqual([]);
  });

  test("once a pen was used, fingers pan and do not draw", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "pen", 0, 0, { pressure: 0.2 });
    t.firePointer("pointerup", "pen", 0, 0);
    t.firePointer("pointerdown", "touch", 100, 100, { pointerId: 2 });
    t.firePointer("pointermove", "touch", 130, 140, { pointerId: 2 });
    t.frame(300);
    expect(t.kinds()).toEqual(["begin", "end"]);
    expect(t.sent[0]).toMatchObject({ tool: "pressure_pen" });
    expect(t.moves).toEqual([
      [
        { x: 100, y: 100, distance: 1 },
        { x: 130, y: 140, distance: 1 },
      ],
    ]);
  });

  test("a pen held upside down erases; a pen without pressure draws as a plain pen", () => {
    const t = setUpInput();
    for (const buttons of [32, 1]) {
      t.firePointer("pointerdown", "pen", 0, 0, { buttons });
      t.firePointer("pointerup", "pen", 0, 0);
    }
    expect(t.sent.filter((op) => op.kind === "begin").map((op) => op.tool)).toEqual([
      "eraser",
      "pen",
    ]);
  });

  test("a pen draws while a palm on the sheet neither draws nor pans", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "pen", 0, 0, { pressure: 0.2 });
    t.firePointer("pointerup", "pen", 0, 0);
    t.firePointer("pointerdown", "touch", 300, 300, { pointerId: 2 });
    t.firePointer("pointermove", "touch", 303, 301, { pointerId: 2 });
    t.firePointer("pointerdown", "pen", 40, 0, { pressure: 0.2 });
    t.firePointer("pointermove", "touch", 340, 340, { pointerId: 2 });
    t.firePointer("pointerdown", "touch", 320, 340, { pointerId: 3 });
    t.firePointer("pointermove", "pen", 90, 0, { pressure: 0.4 });
    t.firePointer("pointerup", "pen", 90, 0);
    expect(t.kinds()).toEqual(["begin", "end", "begin", "points", "end"]);
    expect(t.moves).toEqual([]);
  });

  test("the first pen cancels the ink of a palm", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "touch", 300, 300, { pointerId: 2 });
    t.frame();
    t.firePointer("pointerdown", "pen", 0, 0, { pressure: 0.2 });
    expect(t.sent).toMatchObject([{ kind: "begin", tool: "pressure_pen" }]);

    const late = setUpInput();
    late.firePointer("pointerdown", "touch", 300, 300, { pointerId: 2 });
    late.frame(250);
    late.firePointer("pointerdown", "pen", 0, 0, { pressure: 0.2 });
    expect(late.kinds()).toEqual(["begin", "end", "begin"]);
  });

  test("a button released outside the page ends the stroke when the mouse returns", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "mouse", 0, 0);
    t.firePointer("pointermove", "mouse", 90, 0);
    t.firePointer("pointermove", "mouse", 400, 400, { buttons: 0 });
    expect(t.kinds().at(-1)).toBe("end");
    expect(t.sent.at(-2)).toMatchObject({ points: expect.not.arrayContaining([400]) });
  });

  test("coalesced samples between two events count", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "mouse", 0, 0);
    const way = [40, 80, 120].map((clientX) => ({ clientX, clientY: 0, timeStamp: 0 }));
    t.firePointer("pointermove", "mouse", 120, 0, { getCoalescedEvents: () => way });
    t.frame(32);
    const [, points] = t.sent;
    expect(points).toMatchObject({ kind: "points" });
    expect(points.kind === "points" && points.points.length).toBeGreaterThanOrEqual(6);
  });

  test("draws points predicted within a frame, and never sends them", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "mouse", 0, 0);
    t.frame(32);
    const at = performance.now();
    t.firePointer("pointermove", "mouse", 100, 0, {
      getPredictedEvents: () => [
        { clientX: 130, clientY: 4, timeStamp: at + 8 },
        { clientX: 900, clientY: 4, timeStamp: at + 40 },
      ],
    });
    t.frame();
    expect(t.guessed()).toEqual([100, 0, 130, 4]);
    t.frame();
    expect(t.guessed()).toEqual([100, 0]);
    t.firePointer("pointerup", "mouse", 100, 0);
    expect(t.guessed()).toEqual([]);
    for (const op of t.sent) {
      if (op.kind === "points") expect(Math.max(...op.points)).toBeLessThanOrEqual(100);
    }
  });
});

describe("panning and zooming", () => {
  test("the mouse pans while space is held or its wheel is pressed", () => {
    const t = setUpInput();
    t.world.pans = true;
    t.firePointer("pointerdown", "mouse", 10, 10);
    t.firePointer("pointermove", "mouse", 40, 30);
    t.firePointer("pointerup", "mouse", 40, 30);
    t.world.pans = false;
    t.firePointer("pointerdown", "mouse", 0, 0, { button: 1, buttons: 4 });
    t.firePointer("pointermove", "mouse", 7, 0, { button: -1, buttons: 4 });
    t.firePointer("pointerup", "mouse", 7, 0, { button: 1, buttons: 0 });
    t.firePointer("pointermove", "mouse", 90, 0, { button: -1, buttons: 0 });
    expect(t.moves).toEqual([
      [
        { x: 10, y: 10, distance: 1 },
        { x: 40, y: 30, distance: 1 },
      ],
      [
        { x: 0, y: 0, distance: 1 },
        { x: 7, y: 0, distance: 1 },
      ],
    ]);
    expect(t.sent).toEqual([]);
  });

  test("the wheel pans, and zooms with Ctrl, but not during a stroke", () => {
    const t = setUpInput();
    t.fireWheel(30);
    t.fireWheel(-10, { ctrlKey: true });
    expect(t.moves[0][1]).toEqual({ x: 50, y: 30, distance: 1 });
    expect(t.moves[1][1]).toMatchObject({ x: 50, y: 60 });
    expect(t.moves[1][1].distance).toBeGreaterThan(1);
    t.firePointer("pointerdown", "mouse", 0, 0);
    t.fireWheel(30);
    expect(t.moves).toHaveLength(2);
  });
});

describe("a pinch on a trackpad in Safari", () => {
  function pinches(t: ReturnType<typeof setUpInput>, type: string, scale: number): void {
    t.fire(Object.assign(new Event(type), { clientX: 50, clientY: 60, scale }));
  }

  test("zooms about the pointer by the change since the last event", () => {
    const t = setUpInput();
    pinches(t, "gesturestart", 1);
    pinches(t, "gesturechange", 1.5);
    pinches(t, "gesturechange", 3);
    pinches(t, "gesturestart", 1);
    expect(t.moves.map(([, to]) => to)).toEqual(
      [1, 1.5, 2, 1].map((distance) => ({ x: 50, y: 60, distance })),
    );
  });

  test("is ignored while fingers are on the sheet", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "touch", 100, 100);
    pinches(t, "gesturestart", 1);
    pinches(t, "gesturechange", 2);
    expect(t.moves).toEqual([]);
  });
});

describe("other tools", () => {
  const held = (tool: Brush["tool"]) => setUpInput(() => ({ ...brush, tool }));

  test("a shape is drawn while it is dragged and sent on release", () => {
    const t = held("rectangle");
    t.firePointer("pointerdown", "mouse", 100, 100);
    for (const x of [200, 300]) {
      t.firePointer("pointermove", "mouse", x, 200);
      t.frame();
      expect(t.sketched().map((op) => op.kind)).toEqual(["begin", "points"]);
    }
    expect(t.sent).toEqual([]);
    t.firePointer("pointerup", "mouse", 320, 200);
    expect(t.kinds()).toEqual(["begin", "points", "end"]);
    expect(t.sent[0]).toMatchObject({ tool: "liner", x: 100, y: 100 });
    expect(t.sent[1]).toMatchObject({ points: expect.arrayContaining([320]) });
  });

  test("Shift constrains a shape, even without a move", () => {
    const t = held("line");
    t.firePointer("pointerdown", "mouse", 100, 100);
    t.firePointer("pointermove", "mouse", 300, 110);
    t.input.constrain(true);
    t.frame();
    expect(t.sketched()[1]).toMatchObject({ points: [300, 100] });
    t.input.constrain(false);
    t.frame();
    expect(t.sketched()[1]).toMatchObject({ points: [300, 110] });
  });

  test("a shape of no size is not drawn", () => {
    const t = held("ellipse");
    t.firePointer("pointerdown", "mouse", 100, 100);
    t.frame();
    t.firePointer("pointerup", "mouse", 100, 100);
    expect(t.sent).toEqual([]);
  });

  test("a second finger soon after the first cancels a shape", () => {
    const t = held("line");
    t.firePointer("pointerdown", "touch", 100, 100);
    t.firePointer("pointermove", "touch", 140, 100);
    t.frame();
    t.firePointer("pointerdown", "touch", 200, 100, { pointerId: 2 });
    expect(t.sketched()).toEqual([]);
    t.firePointer("pointerup", "touch", 140, 100);
    expect(t.sent).toEqual([]);
  });

  test("the mouse fills on press, a finger once it cannot become a pinch", () => {
    const t = held("fill");
    t.firePointer("pointerdown", "mouse", 5, 6);
    expect(t.actions).toEqual([["fill", { x: 5, y: 6 }]]);
    t.firePointer("pointerup", "mouse", 5, 6);
    t.firePointer("pointerdown", "touch", 50, 60);
    t.frame();
    expect(t.actions).toHaveLength(1);
    t.firePointer("pointerup", "touch", 50, 60);
    expect(t.actions).toHaveLength(2);
    t.firePointer("pointerdown", "touch", 50, 60);
    t.firePointer("pointerdown", "touch", 90, 60, { pointerId: 2 });
    t.firePointer("pointerup", "touch", 50, 60);
    expect(t.actions).toHaveLength(2);
    expect(t.sent).toEqual([]);
  });

  test("the eyedropper follows the pointer and ends on release", () => {
    const t = held("eyedropper");
    t.firePointer("pointerdown", "mouse", 5, 6);
    t.firePointer("pointermove", "mouse", 9, 9);
    t.frame();
    t.firePointer("pointerup", "mouse", 12, 9);
    expect(t.actions).toEqual([
      ["dip", { x: 5, y: 6 }],
      ["dip", { x: 9, y: 9 }],
      ["dip", { x: 12, y: 9 }],
      ["dipped"],
    ]);
  });
});

describe("the keyboard's crosshair", () => {
  test("draws as a pointer does", () => {
    const t = setUpInput();
    t.input.press({ x: 10, y: 10 }, false);
    expect(t.kinds()).toEqual(["begin"]);
    t.input.moveTo({ x: 42, y: 10 });
    for (let i = 0; i < 9; i++) t.frame();
    t.input.release();
    expect(t.kinds().at(-1)).toBe("end");
    expect(t.sent.at(-2)).toMatchObject({ points: expect.arrayContaining([42]) });
    t.input.moveTo({ x: 90, y: 10 });
    t.input.release();
    expect(t.kinds().filter((kind) => kind === "begin")).toHaveLength(1);
  });

  test("does not interrupt a pointer that draws", () => {
    const t = setUpInput();
    t.firePointer("pointerdown", "mouse", 0, 0);
    t.input.press({ x: 10, y: 10 }, false);
    t.input.release();
    expect(t.kinds()).toEqual(["begin"]);
  });
});
