import type { BrowserContextOptions, Page } from "@playwright/test";
import { draw } from "./hand";
import { gather, goOn, match } from "./lobby";
import { scene } from "./scene";
import { desktop, shoot } from "./shots";
import { expect, type Join, test } from "./tandem";

/** Not a test: pictures of each screen, to be looked at. */
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

/** Not a test either: what stops a game. The tests of faults take the rest. */
test("take pictures of what stops a game", async ({ join }) => {
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
