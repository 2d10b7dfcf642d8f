import type { Page } from "@playwright/test";
import { mouse } from "./pointers";
import { shootIfWanted } from "./shots";
import { expect, type Join, test } from "./tandem";

/** Presses on through all rounds; a ghost always agrees. */
async function playToTheEnd(page: Page): Promise<void> {
  for (;;) {
    const early = page.getByRole("button", { name: /early\?$/ });
    await Promise.race([early.waitFor(), page.waitForURL(/\/g\/\w+$/)]);
    if (/\/g\//.test(page.url())) return;
    await early.click().catch(() => undefined); // the game may have just ended
  }
}

/** A game with a ghost, straight from the home page, up to the first round. */
async function meetGhost(page: Page): Promise<string> {
  await page.goto("/");
  await page.getByRole("link", { name: "Draw with a ghost" }).click();
  const said = page.getByText(/You are drawing with ink that .+ left on .+\./).first();
  const words = (await said.textContent()) ?? "";
  await page.waitForURL(/\/r\/\w+$/);
  await expect(page.locator('[data-phase="round"]')).toBeVisible();
  return words.match(/ink that (.+) left/)?.[1] ?? "";
}

test("alone on a fresh install, a player draws with two ghosts", async ({ join }) => {
  const mila = await join("Mila");
  const began = Date.now();
  await mila.goto("/quick");
  const offer = mila.getByRole("button", { name: "Draw with a ghost" });
  await offer.waitFor();
  await shootIfWanted(mila, "ghost-offered");
  await offer.click();
  await expect(mila.getByRole("heading", { name: "You draw with a ghost" })).toBeVisible();
  await shootIfWanted(mila, "ghost-before");
  await mila.waitForURL(/\/r\/\w+$/);
  await expect(mila.locator('[data-phase="round"]')).toBeVisible();
  await mouse(mila).stroke([60, 60], [150, 140], [300, 180]);
  console.log(`from quick play to the first stroke: ${(Date.now() - began) / 1000} s`);
  const partner = await mila.locator(".room-names").textContent();
  await shootIfWanted(mila, "ghost-room");
  await playToTheEnd(mila);
  await expect(mila.getByText(/You drew with ink that .+ left on .+\./)).toBeVisible();
  const first = await (await mila.request.get(mila.url().replace("/g/", "/api/games/"))).json();
  expect(first.ghost.name.length, "the ghost's name").toBeGreaterThan(1);
  expect(partner).toContain(first.ghost.name);
  expect(first.strokes, "strokes of the ghost and the player").toBeGreaterThan(10);
  await shootIfWanted(mila, "ghost-reveal");

  await mila.getByRole("link", { name: "Another ghost" }).click();
  await expect(mila.locator('[data-phase="round"]')).toBeVisible();
  const jonas = await join("Jonas");
  await jonas.goto("/quick");
  await expect(jonas.getByText(/1 other player draws with a ghost right now\./)).toBeVisible();
  await shootIfWanted(jonas, "ghost-soon");
  await playToTheEnd(mila);
  const second = await (await mila.request.get(mila.url().replace("/g/", "/api/games/"))).json();
  expect([second.ghost.name, second.title]).not.toEqual([first.ghost.name, first.title]);
  await expect(mila.getByText(/waiting for somebody to draw with\./)).toBeVisible();
  await shootIfWanted(mila, "ghost-someone-waits");
});

/** Plays with a ghost, and lends the ink. */
async function lend(join: Join, name: string): Promise<Page> {
  const page = await join(name);
  await meetGhost(page);
  await mouse(page).stroke([60, 60], [150, 140], [300, 180]);
  await playToTheEnd(page);
  await page.getByLabel("Let my ink play with others").check();
  await expect(page.getByText("Your half draws with people who find nobody.")).toBeVisible();
  return page;
}

test("ink plays with others from its player's yes to their no", async ({ join }) => {
  const mila = await lend(join, "Milagros");
  const jonas = await join("Jonas");
  expect(await meetGhost(jonas), "whose ghost it is").toBe("Milagros");
  await mila.getByLabel("Let my ink play with others").uncheck();
  await playToTheEnd(jonas); // the game goes on

  const eve = await join("Eve");
  expect(await meetGhost(eve), "whose ghost it is").not.toBe("Milagros");
});
