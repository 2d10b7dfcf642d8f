import type { CDPSession, Page } from "@playwright/test";
import { type Point, type Stroke, scene, page as sheet } from "./scene";

/** The brush steps as the dock names them. */
export const sizes = ["Fine", "Thin", "Medium", "Thick", "Fat"] as const;

/**
 * Draws strokes with the mouse. Moves are sent without waiting for each, so that the browser coalesces them as
 * it does with a real, fast hand.
 */
export async function draw(page: Page, strokes: readonly Stroke[]): Promise<void> {
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
  let held = "";
  for (const stroke of strokes) {
    const tools = `${stroke.ink} ${stroke.size}`;
    if (tools !== held) {
      await page.getByRole("radio", { name: stroke.ink, exact: true }).click();
      await page.getByRole("radio", { name: sizes[stroke.size], exact: true }).click();
      held = tools;
    }
    await send("mousePressed", stroke.points[0]);
    await Promise.all(stroke.points.slice(1).map((point) => send("mouseMoved", point)));
    await send("mouseReleased", stroke.points[stroke.points.length - 1]);
  }
}

/** One session a page, for as long as it lives: the end of one would end what Playwright emulates there, too. */
const sessions = new WeakMap<Page, Promise<CDPSession>>();

function devtoolsOf(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, session);
  return session;
}

/** A hand that draws short strokes of the scene, one after the other. */
export type Hand = {
  /** How many it has drawn. */
  readonly strokes: number;
  /** Lets it finish the stroke it is at. */
  rest: () => Promise<void>;
};

export function keepDrawing(page: Page, seat: 1 | 2): Hand {
  const short = scene().filter((stroke) => stroke.seat === seat && stroke.points.length < 60);
  let strokes = 0;
  let resting = false;
  const done = (async () => {
    while (!resting) {
      await draw(page, [short[strokes % short.length]]);
      strokes++;
    }
  })();
  return {
    get strokes() {
      return strokes;
    },
    rest() {
      resting = true;
      return done;
    },
  };
}
