import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const wanted = process.env.SCREENSHOTS;
const folder = wanted ?? join(import.meta.dirname, "../test-results/screens");

export const phone = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
};
export const desktop = { viewport: { width: 1440, height: 900 } };

/** Writes pictures of the page into $SCREENSHOTS: phone and desktop, light and dark. */
export async function shoot(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  await mkdir(folder, { recursive: true });
  for (const [device, { viewport }] of Object.entries({ phone, desktop })) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(restOfAccents);
      await page.screenshot({ path: join(folder, `${name}-${device}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
  await page.evaluate(settledLayout);
}

/** Writes one picture of the page as it is. */
export async function shootAs(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.evaluate(restOfAccents);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Writes a picture that the server made. */
export async function keep(name: string, picture: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), picture);
}

/** Like `shoot`, for use within a test: only if SCREENSHOTS is set. */
export async function shootIfWanted(page: Page, name: string): Promise<void> {
  if (wanted) await shoot(page, name);
}

/** Waits for two frames: then the layout of a new size is complete. */
function settledLayout(): Promise<number> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

/** Resolves when all short animations are done. Long ones, such as the clock's ring, don't count. */
async function restOfAccents(): Promise<void> {
  const accents = document
    .getAnimations()
    .filter((animation) => Number(animation.effect?.getComputedTiming().endTime) < 5000);
  await Promise.allSettled(accents.map((animation) => animation.finished));
}
