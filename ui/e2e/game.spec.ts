import type { Page } from "@playwright/test";
import { draw } from "./hand";
import { keptGame } from "./lobby";
import { signIn } from "./operator";
import { decodePng } from "./png";
import { scene, slowTravels } from "./scene";
import { expect, test } from "./tandem";

const ready = (page: Page) => page.getByRole("button", { name: "Ready", exact: true });
const promptOf = (page: Page) => page.locator(".prompt-card > .prompt-face h2");
const secondsOf = async (page: Page) =>
  Number.parseInt((await page.getByRole("timer").getAttribute("aria-label")) ?? "", 10);

test.use({ contextOptions: { reducedMotion: "no-preference" } });

/** Strokes of each player in each round: so few that a slow machine draws them in a round, too. */
const STROKES = 5;

test("two people play a whole game, and an admin finds it", async ({ join, tandem }) => {
  const host = await join("Mila");
  await host.goto("/");
  await host.getByRole("button", { name: "Play with a friend" }).click();
  await host.waitForURL(/\/l\/[a-z]+-[a-z]+-[a-z]+$/);
  for (let presses = 0; presses < 2; presses++)
    await host.getByRole("button", { name: "Less: Each round" }).click();
  for (let presses = 0; presses < 3; presses++)
    await host.getByRole("button", { name: "Less: Rounds" }).click();

  const guest = await join("Jonas");
  await guest.goto(host.url());
  await expect(host.getByText("Jonas", { exact: true })).toBeVisible();
  await expect(guest.getByText("20 sec", { exact: true })).toBeVisible();
  await ready(host).click();
  await ready(guest).click();
  await Promise.all([host, guest].map((page) => page.waitForURL(/\/r\/\w+$/)));
  const id = new URL(host.url()).pathname.split("/")[2];

  // The matchmaker chooses the seats.
  const { seat } = await (await host.request.get(`/api/rooms/${id}`)).json();
  const seats: { page: Page; seat: number; prompts: string[] }[] = [
    { page: host, seat, prompts: [] },
    { page: guest, seat: 3 - seat, prompts: [] },
  ];
  for (const round of [1, 2, 3]) {
    for (const player of seats) {
      await expect(player.page.getByText(`Round ${round} of 3`).first()).toBeAttached();
      player.prompts.push((await promptOf(player.page).textContent()) ?? "");
    }
    const [a, b] = await Promise.all(seats.map((player) => secondsOf(player.page)));
    expect(Math.abs(a - b), "seconds between the two clocks").toBeLessThanOrEqual(1);
    await Promise.all(
      seats.map(({ page, seat }) =>
        draw(
          page,
          scene()
            .filter((stroke) => stroke.round === round && stroke.seat === seat)
            .slice(-STROKES),
        ),
      ),
    );
  }
  expect(
    seats[0].prompts.filter((prompt) => seats[1].prompts.includes(prompt)),
    "prompts that both were shown",
  ).toEqual([]);

  await Promise.all([host, guest].map((page) => page.waitForURL(`**/g/${id}`)));
  const caption = host.locator(".replay-caption");
  await expect(caption, "the replay starts by itself").toContainText(slowTravels.player1[0]);
  await expect(caption).toContainText(slowTravels.player2[0]);
  const game = await keptGame(host);
  expect(game.strokes).toBe(STROKES * 6);
  for (const { page, prompts } of seats) {
    await expect(page.locator("canvas[data-hash]"), "the picture").toHaveAttribute(
      "data-hash",
      game.picture_hash,
    );
    const series = page.locator(".prompt-series");
    for (const prompt of [...slowTravels.player1, ...slowTravels.player2, ...prompts])
      await expect(series.getByText(prompt, { exact: true })).toBeVisible();
  }
  expect(tandem.modelAsked(), "the model wrote the prompts").toBeGreaterThan(0);

  const png = decodePng(
    await (await host.request.get(`/api/games/${id}/drawing.png?width=512`)).body(),
  );
  expect([png.width, png.height]).toEqual([512, 384]);
  expect(png.colours, "colours in the picture").toBeGreaterThan(20);
  const svg = await (await host.request.get(`/api/games/${id}/drawing.svg`)).text();
  expect(svg).toMatch(/^(<\?xml[^>]*>\s*)?<svg[^>]*viewBox="0 0 4096 3072"/);
  const drawn = await host.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    return parsed.querySelector("parsererror") ? -1 : parsed.querySelectorAll("path").length;
  }, svg);
  expect(drawn, "paths in the SVG").toBeGreaterThan(0);

  const refused = await host.request.get("/api/admin/games");
  expect(refused.status()).toBe(401);
  const listed = await host.request.get("/api/admin/games?state=finished", {
    headers: { Authorization: `Bearer ${tandem.adminToken}` },
  });
  const found = (await listed.json()).games.find((listed: { id: string }) => listed.id === id);
  expect(found.seats.map((seat: { name: string }) => seat.name).sort()).toEqual(["Jonas", "Mila"]);

  const admin = await join("Admin");
  await signIn(admin, tandem.adminToken);
  await expect(admin.getByText("Mila").first()).toBeVisible();
  await expect(admin.getByText("Jonas").first()).toBeVisible();
  await admin.goto(`/admin/games/${id}`);
  for (const prompt of [...slowTravels.player1, ...slowTravels.player2]) {
    await expect(admin.getByText(prompt, { exact: true })).toBeVisible();
  }
  await admin.getByRole("button", { name: "Play", exact: true }).click();
  await expect(admin.getByRole("button", { name: "Pause" })).toBeVisible();
});
