import { readFile } from "node:fs/promises";
import type { Browser } from "@playwright/test";
import { devtoolsOf } from "../hand";
import { type Engine, type Held, type Pixel, type Tab, window } from "./tab";

/** The Chromium that Playwright has launched. */
export function chromiumOf(browser: Browser): Engine {
  return { newTab: () => newTab(browser), close: async () => {} };
}

async function newTab(browser: Browser): Promise<Tab> {
  const context = await browser.newContext({ viewport: window });
  const page = await context.newPage();
  const devtools = await devtoolsOf(page);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));

  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: object[]) =>
    devtools.send("Input.dispatchTouchEvent", { type, touchPoints } as never);
  const press = (
    type: "mousePressed" | "mouseMoved" | "mouseReleased",
    [x, y]: Pixel,
    pointerType: "mouse" | "pen",
  ) =>
    devtools.send("Input.dispatchMouseEvent", {
      type,
      x,
      y,
      pointerType,
      button: "left",
      buttons: type === "mouseReleased" ? 0 : 1,
      clickCount: 1,
      force: pointerType === "pen" && type !== "mouseReleased" ? 0.7 : 0,
    });

  // Nothing waits in between: on a busy machine the press would become a long press.
  function stroke(held: Held, places: readonly Pixel[]): Promise<unknown> {
    const [first, ...rest] = places;
    if (held === "touch") {
      const point = ([x, y]: Pixel) => [{ x, y, id: 1 }];
      return Promise.all([
        touch("touchStart", point(first)),
        ...rest.map((place) => touch("touchMove", point(place))),
        touch("touchEnd", []),
      ]);
    }
    return Promise.all([
      press("mousePressed", first, held),
      ...rest.map((place) => press("mouseMoved", place, held)),
      press("mouseReleased", places[places.length - 1], held),
    ]);
  }

  return {
    async open(address) {
      await page.goto(address);
    },
    async reload() {
      await page.reload();
    },
    evaluate: (expression) => page.evaluate(expression),
    async stroke(held, places) {
      await stroke(held, places);
    },
    key: (keys) => page.keyboard.press(keys),
    async download(start) {
      const waits = page.waitForEvent("download", { timeout: 60_000 });
      await start();
      const download = await waits;
      return { name: download.suggestedFilename(), file: await readFile(await download.path()) };
    },
    picture: () => page.screenshot(),
    errors: async () => errors,
    close: () => context.close(),
  };
}
