import { draw } from "./hand";
import { goOn, keptGame, match } from "./lobby";
import { scene } from "./scene";
import { canvas, pixels, seqs, settled } from "./sheet";
import { drawAtOnce, strokes } from "./strokes";
import { expect, test } from "./tandem";

/** Short strokes of the scene: the last ones of a seat's first round. */
const strokesOf = (seat: number, count: number, skip = 0) =>
  scene()
    .filter((stroke) => stroke.seat === seat && stroke.round === 1)
    .slice(-9)
    .slice(skip, skip + count);

test("a page shows the same picture after a reload during a game", async ({ join }) => {
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
  const game = await keptGame(host);
  expect(game.strokes).toBe(15);
  for (const page of [host, guest]) {
    await expect(page.locator("canvas[data-hash]")).toHaveAttribute("data-hash", game.picture_hash);
  }
});

test("another browser that takes over during a stroke shows the same picture", async ({
  join,
  browser,
}) => {
  const [host, guest] = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  await Promise.all([draw(host, strokesOf(1, 3)), draw(guest, strokesOf(2, 3))]);
  const sheet = await canvas(host).boundingBox();
  if (!sheet) throw new Error("the sheet is not in view");
  await host.mouse.move(sheet.x + sheet.width / 3, sheet.y + sheet.height / 3);
  await host.mouse.down();
  await host.mouse.move(sheet.x + sheet.width / 2, sheet.y + sheet.height / 2, { steps: 12 });
  await settled(host, guest);

  const session = await host.context().storageState();
  const elsewhere = await (await browser.newContext({ storageState: session })).newPage();
  await elsewhere.goto(host.url());
  await expect(host.getByText("You are drawing somewhere else")).toBeVisible();
  await expect(elsewhere.getByText(/Round \d of 3/).first()).toBeAttached();
  await settled(elsewhere, guest);
  expect(await pixels(elsewhere), "the pixels elsewhere").toBe(await pixels(guest));

  await draw(elsewhere, strokesOf(1, 3, 3));
  for (const _ of [1, 2, 3]) await goOn(elsewhere, guest);
  await Promise.all([elsewhere, guest].map((page) => page.waitForURL(/\/g\/\w+$/)));
  const game = await keptGame(guest);
  expect(game.strokes).toBe(10);
  for (const page of [elsewhere, guest]) {
    await expect(page.locator("canvas[data-hash]")).toHaveAttribute("data-hash", game.picture_hash);
  }
  await elsewhere.context().close();
});

test("the clock stops while a player is away, and a newer tab takes the seat", async ({ join }) => {
  const [host, guest] = await match(join, { round_seconds: 120, rounds: 3 });
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
  await host.getByRole("dialog").getByRole("button", { name: "End the game" }).click();
  await host.waitForURL(/\/g\/\w+$/);
  await expect(host.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a page shows the exact picture of a long game before it has the entries", async ({
  join,
}) => {
  const [host, guest] = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  const address = host.url();
  // The ops alone are 70 KB; how many more bytes the stream has depends on how fast it went.
  const ops = strokes(500, 1);
  await drawAtOnce(host, new URL(address).pathname.split("/")[2], ops);

  let speak = () => {};
  const maySpeak = new Promise<void>((resolve) => {
    speak = resolve;
  });
  await host.routeWebSocket(/\/socket\?/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage(async (message) => {
      await maySpeak;
      socket.send(message);
    });
  });
  await host.goto(address);
  await expect.poll(async () => (await seqs(guest)).seq).toBeGreaterThan(ops.length);
  await settled(guest);
  const theirs = await pixels(guest);
  await expect.poll(() => pixels(host), "the pixels, with the socket still mute").toBe(theirs);
  await expect(canvas(host)).toHaveAttribute("data-seq", "0");

  speak();
  await settled(host, guest);
  expect(await pixels(host), "the pixels once they are its own").toBe(theirs);
});
