import type { Page } from "@playwright/test";
import { devtoolsOf, placesOn } from "./hand";
import type { Point } from "./scene";

/** A mouse, pen or finger. Places are on the page of 1000 x 750. */
export type Pointer = {
  /** Presses at the first place, moves along all others, and releases at the last. */
  stroke: (...places: Point[]) => Promise<void>;
};

export function mouse(page: Page): Pointer {
  return pointer(page, (type, [x, y], devtools) =>
    devtools.send("Input.dispatchMouseEvent", {
      type: { down: "mousePressed", move: "mouseMoved", up: "mouseReleased" }[type] as "mouseMoved",
      x,
      y,
      button: "left",
      buttons: type === "up" ? 0 : 1,
      clickCount: 1,
    }),
  );
}

/** A pen with increasing pressure. */
export function pen(page: Page): Pointer {
  let force = 0.2;
  return pointer(page, (type, [x, y], devtools) => {
    force = type === "down" ? 0.2 : Math.min(1, force + 0.1);
    return devtools.send("Input.dispatchMouseEvent", {
      type: { down: "mousePressed", move: "mouseMoved", up: "mouseReleased" }[type] as "mouseMoved",
      x,
      y,
      button: "left",
      buttons: type === "up" ? 0 : 1,
      clickCount: 1,
      force: type === "up" ? 0 : force,
      pointerType: "pen",
    });
  });
}

export function finger(page: Page): Pointer {
  return pointer(page, (type, [x, y], devtools) =>
    devtools.send("Input.dispatchTouchEvent", {
      type: { down: "touchStart", move: "touchMove", up: "touchEnd" }[type] as "touchMove",
      touchPoints: type === "up" ? [] : [{ x, y, id: 1 }],
    }),
  );
}

type Devtools = Awaited<ReturnType<typeof devtoolsOf>>;

function pointer(
  page: Page,
  send: (type: "down" | "move" | "up", at: Point, devtools: Devtools) => Promise<unknown>,
): Pointer {
  return {
    async stroke(...places) {
      const at = await placesOn(page);
      const devtools = await devtoolsOf(page);
      const way = places.map(at);
      await send("down", way[0], devtools);
      for (const place of way.slice(1)) await send("move", place, devtools);
      await send("up", way[way.length - 1], devtools);
    },
  };
}

/** Taps twice with a finger. It doesn't wait between events, to be as fast as a hand. */
export async function tapTwice(page: Page, place: Point): Promise<void> {
  const [x, y] = (await placesOn(page))(place);
  const devtools = await devtoolsOf(page);
  await Promise.all(
    (["touchStart", "touchEnd", "touchStart", "touchEnd"] as const).map((type) =>
      devtools.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: type === "touchEnd" ? [] : [{ x, y, id: 1 }],
      }),
    ),
  );
}

/** Moves two fingers at once, each from one place to another. */
export async function pinch(page: Page, from: [Point, Point], to: [Point, Point]): Promise<void> {
  const at = await placesOn(page);
  const devtools = await devtoolsOf(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", places: Point[]) =>
    devtools.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: places.map(at).map(([x, y], id) => ({ x, y, id })),
    });
  // The first move shifts the sheet, so all places are computed before. Nothing waits in between, so that the
  // second finger follows as quickly as a hand's does.
  const between = (share: number) =>
    ([0, 1] as const).map((i): Point => {
      const [x, y] = from[i];
      return [x + (to[i][0] - x) * share, y + (to[i][1] - y) * share];
    });
  await Promise.all([
    touch("touchStart", [from[0]]),
    touch("touchStart", from),
    ...[0.3, 0.6, 1].map((share) => touch("touchMove", between(share))),
    touch("touchEnd", []),
  ]);
}
