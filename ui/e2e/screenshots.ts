import type { BrowserContextOptions, Page } from "@playwright/test";
import { drag, draw, press } from "./hand";
import { gather, goOn, match } from "./lobby";
import { signIn } from "./operator";
import { scene } from "./scene";
import { desktop, keep, phone, shoot, shootAs } from "./shots";
import { expect, type Join, test } from "./tandem";

/** Not a test: takes pictures of each screen, for people to look at. */
test("take pictures of every screen", async ({ join, tandem }) => {
  test.setTimeout(900_000);
  const [first, second] = await draws(join, desktop);
  const id = new URL(first.url()).pathname.split("/")[2];
  await expect(first.locator("canvas[data-hash]")).toBeVisible();
  await shoot(first, "reveal");
  await first.getByRole("button", { name: "Download" }).click();
  await shoot(first, "download");
  await first.keyboard.press("Escape");
  const card = await first.request.get(`/api/games/${id}/card.png`);
  await keep("card.png", await card.body());
  await first.goto("/games");
  await expect(first.locator(".wall-paper img").first()).toHaveJSProperty("complete", true);
  await shoot(first, "games");
  await first.getByRole("button", { name: "Forget me" }).click();
  await shoot(first, "games-forget");
  await first.keyboard.press("Escape");

  await first.goto("/");
  await expect(first.getByRole("button", { name: "Play with a friend" })).toBeVisible();
  await shoot(first, "home");
  await second.goto("/l/no-such-lobby");
  await shoot(second, "unknown");

  const [host] = await gather(join, {});
  await shoot(host, "lobby");
  await first.request.put(`/api/games/${id}/sharing`, { data: { open: false } });
  await host.goto(`/g/${id}`);
  await expect(host.getByRole("heading", { name: "No drawing here" })).toBeVisible();
  await shoot(host, "private");

  const admin = await join("Admin", desktop);
  await admin.goto("/admin");
  await shoot(admin, "admin-sign-in");
  await signIn(admin, tandem.adminToken);
  await expect(admin.getByText("Mila").first()).toBeVisible();
  await shoot(admin, "admin");
  await admin.goto(`/admin/games/${id}`);
  await expect(admin.getByRole("heading", { name: "What you can do" })).toBeVisible();
  await shoot(admin, "admin-game");
  await report(first, id);
  for (const place of ["lobbies", "players", "prompts", "reports", "stats"]) {
    await admin.goto(`/admin/${place}`);
    await admin.waitForLoadState("networkidle");
    await shoot(admin, `admin-${place}`);
  }
  await admin.goto("/admin/players");
  await admin.getByRole("button", { name: "Ban Jonas" }).first().click();
  await shoot(admin, "admin-reason");
  await admin.getByRole("dialog").getByRole("button", { name: "Ban Jonas" }).click();
  await expect(admin.getByText(/^Banned /)).toBeVisible();
  await shoot(admin, "admin-players-banned");
  await admin.goto("/admin/audit");
  await expect(admin.getByText("Banned a player").first()).toBeVisible();
  await shoot(admin, "admin-audit");
});

/** Reports the partner of a game through the API, as its dialog does. */
async function report(page: Page, game: string): Promise<void> {
  const made = await page.request.put(`/api/games/${game}/report`, {
    data: { reason: "drawing", words: "That was no octopus." },
  });
  expect(made.status()).toBe(204);
}

/** Not a test: takes pictures of interruptions of a game. The tests of faults take the others. */
test("take pictures of interruptions of a game", async ({ join }) => {
  test.setTimeout(300_000);
  const [host, guest] = await match(join, { round_seconds: 120, rounds: 3 }, desktop);
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  await draw(host, scene().slice(-9));
  const newer = await guest.context().newPage();
  await newer.goto(guest.url());
  await expect(guest.getByText("You are drawing somewhere else")).toBeVisible();
  await shoot(guest, "replaced");
  await newer.getByRole("button", { name: "Leave", exact: true }).last().click();
  await newer.getByRole("button", { name: "Leave the game" }).click();
  await expect(host.getByText("Jonas is gone")).toBeVisible();
  await shoot(host, "partner-gone");
  await guest.goto(host.url());
  await expect(guest.getByText("You left this game")).toBeVisible();
  await shoot(guest, "left");
  await guest.goto("/r/NOSUCHROOM");
  await expect(guest.getByRole("heading", { name: "No room here" })).toBeVisible();
  await shoot(guest, "no-room");
});

/** Not a test: takes pictures of the dock, its fold, the paints, the keys, and the ink of each tool. */
test("take pictures of the tools", async ({ join }) => {
  test.setTimeout(300_000);
  const [host, guest] = await match(join, { round_seconds: 120, rounds: 3 }, desktop);
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  const some = scene().filter((stroke) => stroke.seat === 1 && stroke.round === 1);
  await draw(host, some.slice(-9));
  await drawShapes(host);
  await shoot(host, "tools");
  await host.setViewportSize({ width: 1280, height: 720 });
  await shootAs(host, "tools-laptop");

  await host.setViewportSize(phone.viewport);
  await guest.getByRole("button", { name: /early\?$/ }).click();
  await expect(host.getByRole("button", { name: "Next round" })).toBeVisible();
  await shootAs(host, "tools-urgent");
  await host.getByRole("button", { name: "More tools" }).click();
  await shootAs(host, "tools-fold");
  await host.getByRole("button", { name: "Any colour…" }).click();
  await shoot(host, "paints");
  await host.keyboard.press("Escape");

  await host.keyboard.press("?");
  await shoot(host, "keys");
  await host.keyboard.press("Escape");
  await host.getByRole("application").focus();
  await host.keyboard.press("ArrowRight");
  await host.keyboard.press("Enter");
  for (let i = 0; i < 6; i++) await host.keyboard.press(i % 2 ? "ArrowDown" : "ArrowRight");
  await shoot(host, "crosshair");
  await host.keyboard.press("Enter");

  for (const viewport of [
    { width: 844, height: 390 },
    { width: 320, height: 568 },
    { width: 768, height: 1024 },
    { width: 1440, height: 620 },
  ]) {
    await host.setViewportSize(viewport);
    await shootAs(host, `tools-${viewport.width}x${viewport.height}`);
  }
  await guest.close();
});

/** Draws a house with rectangle, ellipse and line, and fills it. */
async function drawShapes(page: Page): Promise<void> {
  const take = (name: string) => page.getByRole("radio", { name, exact: true }).click();
  await take("Soot");
  await take("Thin");
  await take("Rectangle");
  await drag(page, [560, 330], [860, 560]);
  await drag(page, [610, 420], [690, 560]);
  await take("Line");
  await drag(page, [540, 335], [710, 200]);
  await drag(page, [710, 200], [880, 335]);
  await drag(page, [540, 333], [880, 333]);
  await take("Ellipse");
  await drag(page, [735, 385], [815, 465]);
  await drag(page, [130, 90], [330, 250]);
  await take("Fill");
  for (const [ink, x, y] of [
    ["Fox", 710, 280],
    ["Sky", 775, 425],
    ["Cocoa", 650, 500],
    ["Peach", 580, 500],
    ["Lemon", 230, 170],
  ] as const) {
    await take(ink);
    await press(page, [x, y]);
  }
  await take("Fern");
  await take("Pen");
}

/** Plays the whole scene, and takes a picture of the room in the last round. */
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
