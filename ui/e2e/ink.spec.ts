import type { Page } from "@playwright/test";
import { setOnLine, startCable } from "./cable";
import { draw, placesOn } from "./hand";
import { finish, keptGame, match } from "./lobby";
import { type Stroke, scene } from "./scene";
import { canvas, pixels, seqs, settled } from "./sheet";
import { expect, test } from "./tandem";

test.use({ ownPostgres: true });

const game = { round_seconds: 120, rounds: 3 };

/** Short strokes of a seat, below the notes over the sheet. Each call returns the next ones. */
function strokesOf(seat: 1 | 2): (count: number) => Stroke[] {
  const some = scene().filter(
    ({ points, ...stroke }) =>
      stroke.seat === seat && points.length < 60 && points.every(([, y]) => y > 200),
  );
  return (count) => some.splice(0, count);
}

async function waitForRound1(...pages: Page[]): Promise<void> {
  for (const page of pages) await expect(page.getByText("Round 1 of 3").first()).toBeAttached();
}

/** Waits until both pages show the same seq, durable or not. */
async function waitForSameSeq(...pages: Page[]): Promise<void> {
  await expect
    .poll(async () => new Set((await Promise.all(pages.map(seqs))).map(({ seq }) => seq)).size)
    .toBe(1);
}

/** The pixels once the ink has caught up with a pointer that rests. */
async function atRest(page: Page): Promise<string> {
  let last = "";
  await expect
    .poll(async () => {
      const before = last;
      last = await pixels(page);
      return last === before;
    })
    .toBe(true);
  return last;
}

/** Accepts all dialogs. `asked` is whether one was the question before leaving. */
function acceptDialogs(page: Page): { asked: () => boolean } {
  let asked = false;
  page.on("dialog", async (dialog) => {
    asked ||= dialog.type() === "beforeunload";
    await dialog.accept();
  });
  return { asked: () => asked };
}

/** Lets a test mute the page's next sockets: while mute, no data passes, no close, and no new socket opens. */
async function tapSocket(page: Page): Promise<{ mute: boolean }> {
  const wire = { mute: false };
  await page.routeWebSocket(/\/socket\?/, (socket) => {
    if (wire.mute) {
      void socket.close({ code: 4000 });
      return;
    }
    const server = socket.connectToServer();
    socket.onMessage((message) => wire.mute || server.send(message));
    server.onMessage((message) => wire.mute || socket.send(message));
    server.onClose((code, reason) => wire.mute || void socket.close({ code, reason }));
  });
  return wire;
}

/**
 * Reloads a page while Tandem is down, and leaves Chromium's own error page: that page loads again by itself as soon as
 * the server answers, which would interrupt what the test opens in its tab.
 */
async function reloadWhileDown(page: Page): Promise<void> {
  await page.reload().catch(() => {});
  await expect(page.locator("canvas")).toHaveCount(0);
  await page.goto("about:blank");
}

test("ink that was not durable comes back from the pages after a reload or a discarded tab", async ({
  join,
  tandem,
  postgres,
}) => {
  if (!postgres) return test.skip(true, "no Postgres is installed that a test could stop");
  const [host, guest] = await match(join, game);
  await waitForRound1(host, guest);
  const [mine, theirs] = [strokesOf(1), strokesOf(2)];
  await Promise.all([draw(host, mine(2)), draw(guest, theirs(2))]);
  await settled(host, guest);

  await postgres.stop();
  await Promise.all([draw(host, mine(3)), draw(guest, theirs(3))]);
  await waitForSameSeq(host, guest);
  const before = await pixels(host);
  const { seq, durable } = await seqs(host);
  expect(durable, "the durable seq").toBeLessThan(seq);

  await tandem.kill();
  const room = host.url();
  const leaving = acceptDialogs(host);
  await reloadWhileDown(host);
  expect(leaving.asked(), "asked before leaving").toBe(true);
  const context = guest.context();
  await guest.close(); // as a browser discards a tab to free memory
  await postgres.start();
  await tandem.start();

  const again = await context.newPage();
  for (const page of [host, again]) await page.goto(room);
  for (const page of [host, again])
    await expect(page.getByText(/Round \d of 3/).first()).toBeAttached();
  await expect.poll(async () => (await seqs(host)).seq).toBeGreaterThanOrEqual(seq);
  await settled(host, again);
  expect(await pixels(host), "the same pixels as before").toBe(before);
  expect(await pixels(again), "the partner's pixels").toBe(before);

  await Promise.all([draw(host, mine(2)), draw(again, theirs(2))]);
  await finish([host, again], [{ strokes: 7 }, { strokes: 7 }]);
});

test("the next tab sends ink that a tab could not send, and it is stored once", async ({
  join,
}) => {
  const [host, guest] = await match(join, game);
  await waitForRound1(host, guest);
  const mine = strokesOf(1);
  const wire = await tapSocket(host);
  await host.reload();
  await waitForRound1(host);
  await settled(host, guest);

  wire.mute = true;
  await draw(host, mine(2));
  const before = await pixels(host);
  const second = await host.context().newPage();
  await second.goto(host.url());
  await waitForRound1(second);
  await expect.poll(() => pixels(second)).toBe(before);
  await draw(second, mine(2));
  await settled(second, guest);

  wire.mute = false; // the first tab reconnects, and learns that the second has its seat
  await expect(host.getByText("You are drawing somewhere else")).toBeVisible();
  await second.close();
  await host.getByRole("button", { name: "Take back" }).click();
  await settled(host, guest); // its ink is durable
  await draw(host, mine(2));
  await settled(host, guest);
  expect(await pixels(guest)).toBe(await pixels(host));
  await finish([host, guest], [{ strokes: 6 }]);
});

test("an older tab that reconnects leaves the seat to the newer one", async ({ join }) => {
  const [host, guest] = await match(join, game);
  await waitForRound1(host, guest);
  const wire = await tapSocket(host);
  await host.reload();
  await waitForRound1(host);

  wire.mute = true;
  const second = await host.context().newPage();
  await second.goto(host.url());
  await waitForRound1(second);
  wire.mute = false;
  await expect(host.getByText("You are drawing somewhere else")).toBeVisible();
  await draw(second, strokesOf(1)(2));
  await settled(second, guest);

  await host.getByRole("button", { name: "Take back" }).click();
  await expect(second.getByText("You are drawing somewhere else")).toBeVisible();
  await settled(host, guest);
  await finish([host, guest], [{ strokes: 2 }]);
});

test("offline, Back asks first; ink survives leaving the page, and is sent on return", async ({
  join,
  tandem,
}) => {
  const cable = await startCable(tandem.url);
  const pages = await match(join, game, undefined, { baseURL: cable.url });
  const guest = pages.find((page) => page.url().startsWith(cable.url)) as Page;
  await waitForRound1(...pages);
  const mine = strokesOf(1);

  cable.pull();
  await setOnLine(guest, false);
  await expect(guest.locator(".sheet-note")).toContainText("You are offline");
  await draw(guest, mine(3));
  const before = await pixels(guest);
  const room = guest.url();
  await guest.goBack();
  await guest.getByRole("dialog").getByRole("button", { name: "Stay" }).click();
  expect(await pixels(guest)).toBe(before);
  const leaving = acceptDialogs(guest);
  await guest.goto("about:blank");
  expect(leaving.asked(), "asked before leaving").toBe(true);

  cable.plug();
  await setOnLine(guest, true);
  await guest.goto(room);
  await expect(guest.getByText(/Round \d of 3/).first()).toBeAttached();
  await expect.poll(() => pixels(guest), "the same pixels as before").toBe(before);
  await settled(...pages);
  for (const page of pages) expect(await pixels(page)).toBe(before);
  await finish(pages, [{ strokes: 3 }]);
  await cable.remove();
});

test("a player who leaves while offline has left, with all ink stored, once online again", async ({
  join,
  tandem,
}) => {
  const cable = await startCable(tandem.url);
  const pages = await match(join, game, undefined, { baseURL: cable.url });
  const guest = pages.find((page) => page.url().startsWith(cable.url)) as Page;
  const host = pages.find((page) => page !== guest) as Page;
  await waitForRound1(...pages);

  cable.pull();
  await setOnLine(guest, false);
  await expect(guest.locator(".sheet-note")).toContainText("You are offline");
  await draw(guest, strokesOf(1)(2));
  await guest.getByRole("button", { name: "Leave", exact: true }).last().click();
  await guest.getByRole("button", { name: "Leave the game" }).click();
  await expect(canvas(guest)).toHaveCount(0);
  cable.plug();
  await setOnLine(guest, true);

  await expect(
    host.getByRole("button", { name: "Go on alone" }),
    "without a grace period",
  ).toBeVisible();
  await host.getByRole("button", { name: "End the game" }).click();
  await host.getByRole("dialog").getByRole("button", { name: "End the game" }).click();
  await host.waitForURL(/\/g\/\w+$/);
  expect((await keptGame(host)).strokes).toBe(2);
  await cable.remove();
});

test("ink sent into a mute socket is still there after a reload", async ({ join }) => {
  const [host, guest] = await match(join, game);
  await waitForRound1(host, guest);
  const wire = await tapSocket(host);
  const leaving = acceptDialogs(host);
  await host.reload();
  await waitForRound1(host);
  await settled(host, guest);

  wire.mute = true;
  await draw(host, strokesOf(1)(3));
  const before = await pixels(host);
  await host.waitForTimeout(3000);
  wire.mute = false;
  await host.reload();
  expect(leaving.asked(), "asked before leaving").toBe(true);
  await expect.poll(() => pixels(host), "the same pixels as before").toBe(before);
  await settled(host, guest);
  expect(await pixels(guest)).toBe(before);
  await finish([host, guest], [{ strokes: 3 }]);
});

test("a stroke in progress during a reload is kept, and ends", async ({ join }) => {
  const [host, guest] = await match(join, game);
  await waitForRound1(host, guest);
  const at = await placesOn(host);
  await host.mouse.move(...at([300, 300]));
  await host.mouse.down();
  await host.mouse.move(...at([600, 500]), { steps: 20 });
  const ink = await atRest(host);
  acceptDialogs(host);
  await host.reload();
  await expect.poll(() => pixels(host), "the same pixels as before").toBe(ink);
  await settled(host, guest);
  expect(await pixels(guest)).toBe(ink);
  await finish([host, guest], [{ strokes: 1 }]);
});

test("in a browser without storage the page says so, and still works", async ({ join, tandem }) => {
  const [host, guest] = await match(join, game);
  await waitForRound1(host, guest);
  await host.addInitScript(() => {
    Object.defineProperty(window, "indexedDB", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  acceptDialogs(host);
  await host.reload();
  await waitForRound1(host);
  const unsafe = host.getByText("This browser keeps nothing for Tandem");
  await expect(unsafe).toBeVisible();
  await draw(host, strokesOf(1)(2));
  await settled(host, guest);
  expect(await pixels(guest)).toBe(await pixels(host));

  await tandem.kill();
  await expect(host.locator(".sheet-note")).toContainText("This browser keeps nothing for Tandem");
  await draw(host, strokesOf(1)(1));
  await tandem.start();
  await expect(host.locator(".sheet-note")).toBeHidden();
  await finish([host, guest], [{ strokes: 3 }]);
});
