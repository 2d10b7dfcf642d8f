import type { CDPSession, Page } from "@playwright/test";
import { type Point, type Stroke, scene, page as sheet } from "./scene";

/** The brush steps as the dock names them. */
export const sizes = ["Fine", "Thin", "Medium", "Thick", "Fat"] as const;

/**
 * Draws strokes with the mouse. It doesn't wait for each move, so that the browser coalesces them, as it does with
 * a fast hand.
 */
export async function draw(page: Page, strokes: readonly Stroke[]): Promise<void> {
  let held = "";
  for (const stroke of strokes) {
    const tools = `${stroke.ink} ${stroke.size}`;
    if (tools !== held) await take(page, stroke);
    held = tools;
    await drawOne(page, stroke);
  }
}

async function take(page: Page, { ink, size }: Stroke): Promise<void> {
  await page.getByRole("radio", { name: ink, exact: true }).click();
  await page.getByRole("radio", { name: sizes[size], exact: true }).click();
}

async function drawOne(page: Page, { points }: Stroke): Promise<void> {
  const box = await page.locator("canvas[data-seq]").boundingBox();
  if (!box) throw new Error("there is no canvas to draw on");
  const devtools = await devtoolsOf(page);
  const send = (type: "mousePressed" | "mouseMoved" | "mouseReleased", [x, y]: Point) =>
    devtools.send("Input.dispatchMouseEvent", {
      type,
      x: box.x + (x / sheet.width) * box.width,
      y: box.y + (y / sheet.height) * box.height,
      button: "left",
      buttons: type === "mouseReleased" ? 0 : 1,
      clickCount: 1,
    });
  await send("mousePressed", points[0]);
  await Promise.all(points.slice(1).map((point) => send("mouseMoved", point)));
  await send("mouseReleased", points[points.length - 1]);
}

/** Drags the mouse from one place of the sheet to another. */
export async function drag(page: Page, from: Point, to: Point): Promise<void> {
  const at = await placesOn(page);
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
  await page.mouse.move(...at(to));
  await page.mouse.up();
}

/** Presses the mouse at a place of the sheet. */
export async function press(page: Page, place: Point): Promise<void> {
  const at = await placesOn(page);
  await page.mouse.click(...at(place));
}

/** Converts places of the page of 1000 x 750, on a room's sheet or a warm-up sheet, to places on the screen. */
export async function placesOn(page: Page): Promise<(place: Point) => [x: number, y: number]> {
  const box = await page.locator("canvas[data-seq], .warm-up canvas").boundingBox();
  if (!box) throw new Error("there is no canvas to draw on");
  return ([x, y]) => [
    box.x + (x / sheet.width) * box.width,
    box.y + (y / sheet.height) * box.height,
  ];
}

/** One session per page, never closed: closing it would also end Playwright's emulation there. */
const sessions = new WeakMap<Page, Promise<CDPSession>>();

export function devtoolsOf(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, session);
  return session;
}

/** Draws one short stroke after another. */
export type Hand = {
  /** The number of complete strokes. */
  readonly strokes: number;
  /** Runs a function between two strokes. Whatever presses on the page needs that: a page has one mouse. */
  pauseFor: (meanwhile: () => Promise<void>) => Promise<void>;
  /** Finishes the current stroke, and stops. */
  rest: () => Promise<void>;
};

/** Strokes of one pen, below the notes that hang over the sheet's upper edge. */
function shortStrokes(seat: 1 | 2): Stroke[] {
  return scene().filter(
    ({ points, ...stroke }) =>
      stroke.seat === seat &&
      stroke.ink === "Soot" &&
      stroke.size === 1 &&
      points.length < 60 &&
      points.every(([, y]) => y > 200),
  );
}

export function keepDrawing(page: Page, seat: 1 | 2): Hand {
  const some = shortStrokes(seat);
  let strokes = 0;
  let resting = false;
  let stroke = Promise.resolve();
  let held = Promise.resolve();

  async function drawOn(): Promise<void> {
    await take(page, some[0]);
    while (!resting) {
      stroke = drawOne(page, some[strokes % some.length]);
      await stroke;
      strokes++;
      await held;
    }
  }

  const done = drawOn();
  return {
    get strokes() {
      return strokes;
    },
    async pauseFor(meanwhile) {
      let goOn = () => {};
      held = new Promise((resolve) => {
        goOn = resolve;
      });
      await stroke;
      await meanwhile();
      goOn();
    },
    rest() {
      resting = true;
      return done;
    },
  };
}
