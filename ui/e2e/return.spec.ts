import { draw } from "./hand";
import { goOn, match } from "./lobby";
import { scene } from "./scene";
import { pixels, settled } from "./sheet";
import { expect, test } from "./tandem";

/** Short strokes of the scene: the last of a seat's first round. */
const strokesOf = (seat: number, count: number, skip = 0) =>
  scene()
    .filter((stroke) => stroke.seat === seat && stroke.round === 1)
    .slice(-9)
    .slice(skip, skip + count);

test("a page that is loaded again in mid-game comes back to the same picture", async ({ join }) => {
  const [host, guest] = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  await Promise.all([draw(host, strokesOf(1, 6)), draw(guest, strokesOf(2, 6))]);
  await settled(host, guest);
  const before = await pixels(host);
  expect(await pixels(guest), "the partner's pixels").toBe(before);

  await host.reload();
  await expect(host.getByText(/Round \d of 3/).first()).toBeAttached();
  await settled(host, guest);
  expect(await pixels(host), "the pixels after the reload").toBe(before);

  await draw(host, strokesOf(1, 3, 6));
  for (const _ of [1, 2, 3]) await goOn(host, guest);
  await Promise.all([host, guest].map((page) => page.waitForURL(/\/g\/\w+$/)));
  const game = await (await host.request.get(host.url().replace("/g/", "/api/games/"))).json();
  expect(game.strokes).toBe(15);
  for (const page of [host, guest]) {
    await expect(page.locator("canvas[data-hash]")).toHaveAttribute("data-hash", game.picture_hash);
  }
});

test("the clock stands still while a player is away, and a newer tab takes the seat", async ({
  join,
}) => {
  const [host, guest] = await match(join, { round_seconds: 10, rounds: 3 });
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  const room = guest.url();

  const second = await guest.context().newPage();
  await second.goto(room);
  await expect(guest.getByText("You are drawing somewhere else")).toBeVisible();
  await guest.getByRole("button", { name: "Take back" }).click();
  await expect(second.getByText("You are drawing somewhere else")).toBeVisible();
  await second.close();

  await guest.goto("about:blank");
  await expect(host.getByText(/Waiting for Jonas/)).toBeVisible();
  await guest.goto(room);
  await expect(host.getByText(/Waiting for Jonas/)).toBeHidden();

  await guest.goto("about:blank");
  await expect(host.getByText(/Waiting for Jonas/)).toBeVisible();
  await host.getByRole("button", { name: "End the game" }).click();
  await host.getByRole("button", { name: "End the game" }).last().click();
  await host.waitForURL(/\/g\/\w+$/);
  await expect(host.getByRole("heading", { level: 1 })).toBeVisible();
});
