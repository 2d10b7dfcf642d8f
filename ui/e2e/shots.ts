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

/** Writes pictures of the page, phone and desktop, light and dark, into $SCREENSHOTS. */
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

/** Pictures as `shoot` takes them from within a test, which has no use for them: only if somebody asked for pictures. */
export async function shootIfWanted(page: Page, name: string): Promise<void> {
  if (wanted) await shoot(page, name);
}

/** What follows from a new size is laid out within two frames. */
function settledLayout(): Promise<number> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

/** Resolves when every accent that draws itself is done; what runs for long, as the clock's ring does, is not one. */
async function restOfAccents(): Promise<void> {
  const accents = document
    .getAnimations()
    .filter((animation) => Number(animation.effect?.getComputedTiming().endTime) < 5000);
  await Promise.allSettled(accents.map((animation) => animation.finished));
}
