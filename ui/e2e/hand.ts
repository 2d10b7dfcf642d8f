import type { Page } from "@playwright/test";
import { type Point, type Stroke, page as sheet } from "./scene";

/** The brush steps as the dock names them. */
export const sizes = ["Fine", "Thin", "Medium", "Thick", "Fat"] as const;

/**
 * Draws strokes with the mouse. Moves are sent without waiting for each, so that the browser coalesces them as
 * it does with a real, fast hand.
 */
export async function draw(page: Page, strokes: readonly Stroke[]): Promise<void> {
  const box = await page.locator("canvas[data-seq]").boundingBox();
  if (!box) throw new Error("there is no canvas to draw on");
  const devtools = await page.context().newCDPSession(page);
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
  await devtools.detach();
}
