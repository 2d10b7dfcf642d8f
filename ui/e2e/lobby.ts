import { type BrowserContextOptions, expect, type Page } from "@playwright/test";
import type { Game } from "../src/api/client";
import type { Join } from "./tandem";

type Settings = { round_seconds?: number; rounds?: number; theme?: string; language?: string };

/** Opens a lobby through the API, and lets two players join by its link. */
export async function gather(
  join: Join,
  settings: Settings,
  options?: BrowserContextOptions,
  guestOptions = options,
): Promise<[host: Page, guest: Page]> {
  const host = await join("Mila", options);
  const created = await host.request.post("/api/lobbies", { data: { settings } });
  expect(created.status()).toBe(201);
  const { code } = await created.json();
  const guest = await join("Jonas", guestOptions);
  for (const page of [host, guest]) await page.goto(`/l/${code}`);
  await expect(host.getByText("Jonas", { exact: true })).toBeVisible();
  return [host, guest];
}

/** Opens a public lobby, and waits in it. */
export async function openPublicLobby(page: Page): Promise<string> {
  const opened = await page.request.post("/api/lobbies", {
    data: { rules: { public: true, name: "Sunday sketchers" }, settings: { theme: "Castles" } },
  });
  expect(opened.ok(), await opened.text()).toBe(true);
  const { code } = await opened.json();
  await page.goto(`/l/${code}`);
  await expect(page.getByRole("button", { name: "Ready", exact: true })).toBeVisible();
  return code;
}

/** Like `gather`, then makes both ready. The first page gets seat 1. */
export async function match(
  join: Join,
  settings: Settings,
  options?: BrowserContextOptions,
  guestOptions = options,
): Promise<[Page, Page]> {
  const pages = await gather(join, settings, options, guestOptions);
  for (const page of pages) await page.getByRole("button", { name: "Ready", exact: true }).click();
  await Promise.all(pages.map((page) => page.waitForURL(/\/r\/\w+$/)));
  const { seat } = await (
    await pages[0].request.get(pages[0].url().replace("/r/", "/api/rooms/"))
  ).json();
  return seat === 1 ? pages : [pages[1], pages[0]];
}

const shownRound = (page: Page) => page.getByText(/Round \d+ of \d+/).first();

/** The number of the round that a page shows; undefined after it has left the room. */
async function roundOf(page: Page): Promise<number | undefined> {
  const words = await shownRound(page)
    .textContent({ timeout: 2000 })
    .catch(() => null);
  return words ? Number(words.match(/\d+/)) : undefined;
}

/** Both players agree to go on to the next round, or to finish. */
export async function goOn(a: Page, b: Page): Promise<void> {
  await expect(shownRound(a)).toBeAttached();
  const round = (await roundOf(a)) as number;
  await a.getByRole("button", { name: /early\?$/ }).click();
  await b.getByRole("button", { name: /^(Next round|Finish)$/ }).click();
  await expect
    .poll(async () => /\/g\//.test(b.url()) || ((await roundOf(b)) ?? 0) > round, {
      message: "the next round begins",
    })
    .toBe(true);
}

/** The kept game that a page shows, once its picture has been drawn. */
export async function keptGame(page: Page): Promise<Game & { picture_hash: string }> {
  const address = page.url().replace("/g/", "/api/games/");
  for (;;) {
    const game = await (await page.request.get(address)).json();
    if (game.picture_hash) return game;
    await page.waitForTimeout(100);
  }
}

/** Plays a game to its end. Compares the kept game with both pages and with the strokes that were drawn. */
export async function finish(
  pages: [Page, Page],
  hands: readonly { strokes: number }[],
): Promise<void> {
  const own = pages.map((page) =>
    page.locator(".room canvas[data-hash]").getAttribute("data-hash", { timeout: 60_000 }),
  );
  while (/\/r\//.test(pages[1].url())) await goOn(...pages);
  await Promise.all(pages.map((page) => page.waitForURL(/\/g\/\w+$/)));
  const game = await keptGame(pages[0]);
  expect(await Promise.all(own), "the picture of each page when pens were down").toEqual([
    game.picture_hash,
    game.picture_hash,
  ]);
  expect(game.strokes, "strokes that are kept").toBe(
    hands.reduce((sum, hand) => sum + hand.strokes, 0),
  );
  for (const page of pages) {
    await expect(page.locator("canvas[data-hash]"), "the replay").toHaveAttribute(
      "data-hash",
      game.picture_hash,
    );
  }
  console.log(`${game.strokes} strokes, picture ${game.picture_hash}`);
}
