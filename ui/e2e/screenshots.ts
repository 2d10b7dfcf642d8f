import { mkdir } from "node:fs/promises";
import { join as path } from "node:path";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { draw } from "./hand";
import { gather, goOn, match } from "./lobby";
import { scene } from "./scene";
import { expect, type Join, test } from "./tandem";

/**
 * Writes a picture of each screen, phone and desktop, light and dark, into $SCREENSHOTS (test-results/screens
 * otherwise): to be looked at.
 */
const folder = process.env.SCREENSHOTS ?? path(import.meta.dirname, "../test-results/screens");
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true };
const desktop = { viewport: { width: 1440, height: 900 } };

/** Takes the page in both sizes and both appearances. */
async function shoot(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [device, { viewport }] of Object.entries({ phone, desktop })) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(restOfAccents);
      await page.screenshot({ path: path(folder, `${name}-${device}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize(desktop.viewport);
}

/** Resolves when every accent that draws itself is done; what runs for long, as the clock's ring does, is not one. */
async function restOfAccents(): Promise<void> {
  const accents = document
    .getAnimations()
    .filter((animation) => Number(animation.effect?.getComputedTiming().endTime) < 5000);
  await Promise.allSettled(accents.map((animation) => animation.finished));
}

test("take pictures of every screen", async ({ join, tandem }) => {
  test.setTimeout(900_000);
  const [first, second] = await draws(join, desktop);
  const id = new URL(first.url()).pathname.split("/")[2];
  await expect(first.locator("canvas[data-hash]")).toBeVisible();
  await shoot(first, "reveal");

  await first.goto("/");
  await expect(first.getByRole("button", { name: "Play with a friend" })).toBeVisible();
  await shoot(first, "home");
  await second.goto("/l/no-such-lobby");
  await shoot(second, "unknown");

  const [host] = await gather(join, {});
  await shoot(host, "lobby");

  const admin = await join("Admin", desktop);
  await admin.goto("/admin");
  await shoot(admin, "admin-sign-in");
  await admin.getByLabel(/token/i).fill(tandem.adminToken);
  await admin.getByRole("button", { name: /sign in/i }).click();
  await expect(admin.getByText("Mila").first()).toBeVisible();
  await shoot(admin, "admin");
  await admin.goto(`/admin/games/${id}`);
  await expect(admin.getByText("Mila").first()).toBeVisible();
  await shoot(admin, "admin-game");
});

/** Plays the whole scene; in its last round it takes the room. */
async function draws(join: Join, options: BrowserContextOptions): Promise<Page[]> {
  const pages = await match(
    join,
    { round_seconds: 120, rounds: 3, theme: "Slow travels" },
    options,
  );
  for (const round of [1, 2, 3]) {
    await expect(pages[0].getByText(`Round ${round} of 3`).first()).toBeAttached();
    const mine = (seat: number) =>
      scene().filter((stroke) => stroke.round === round && stroke.seat === seat);
    await Promise.all(pages.map((page, i) => draw(page, mine(i + 1))));
    if (round === 3) await shoot(pages[0], "room");
    await goOn(pages[0], pages[1]);
  }
  await Promise.all(pages.map((page) => page.waitForURL(/\/g\/\w+$/)));
  return pages;
}
