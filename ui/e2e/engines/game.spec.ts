import type { Browser } from "@playwright/test";
import { startCable } from "../cable";
import { apart, openFile } from "../reader";
import { drawAll, inks, MARKS, PAPER } from "../sheetDriver";
import { type EngineName, expect, has, test } from "./engines";
import { goOn, keptGame, lengthen, type Player, settled } from "./player";

const pairs: [host: EngineName, guest: EngineName][] = [
  ["Firefox", "Chromium"],
  ["WebKit", "Firefox"],
];

for (const [hostEngine, guestEngine] of pairs) {
  test(`${hostEngine} and ${guestEngine} play a whole game and show the same`, async ({
    enter,
    tandem,
    browser,
  }) => {
    for (const engine of [hostEngine, guestEngine])
      test.skip(!has(engine), `${engine} can't be had on this machine`);
    const cable = await startCable(tandem.url);
    const [host, guest] = await Promise.all([
      enter(hostEngine, "Mila"),
      enter(guestEngine, "Jonas", cable.url),
    ]);
    const both = [host, guest];

    await test.step("they meet in a lobby", async () => {
      const settings = { round_seconds: 120, rounds: 3 };
      const { code } = await host.ask<{ code: string }>("POST", "/api/lobbies", { settings });
      for (const player of both) await player.open(`/l/${code}`);
      await host.sees("Jonas");
      for (const player of both) await player.press("button", "Ready");
      for (const player of both) await player.sees(/^Round 1 of 3/);
      await lengthen(host);
    });

    await test.step("every tool draws, and undo and redo go by button and by key", async () => {
      await Promise.all([
        drawAll(host.sheet("mouse"), [10, 20]),
        drawAll(guest.sheet("touch"), [360, 20]),
      ]);
      await expectSame(both);
      const drawn = await host.pixels();
      for (let i = 0; i < MARKS; i++)
        await (i % 2 ? host.press("button", "Undo") : host.key("Control+z"));
      for (const { sheet } of both)
        await sheet("mouse").shows([[120, 40], PAPER], [[470, 40], inks.Fox]);
      for (let i = 0; i < MARKS; i++)
        await (i % 2 ? host.press("button", "Redo") : host.key("Control+Shift+z"));
      await expectSame(both);
      expect(await host.pixels(), "after redo").toBe(drawn);
    });
    await goOn(host, guest, /^Round 2 of 3/);
    await lengthen(host);

    await test.step("a page is loaded again, a line goes dead and Tandem is killed", async () => {
      await host.reload();
      await host.sees(/^Round 2 of 3/);
      await expectSame(both);
      await drawDash(host, 400, "Fox");

      cable.pull();
      await drawDash(guest, 440, "Ocean");
      await guest.sees(/^(Reconnecting|Tandem does not answer)$/);
      await drawDash(guest, 480, "Fern");
      cable.plug();
      await expectSame(both);
      await host.sheet("mouse").shows([[500, 440], inks.Ocean], [[500, 480], inks.Fern]);

      await tandem.kill();
      for (const [i, player] of both.entries()) await drawDash(player, 520 + 40 * i, "Plum");
      await tandem.start();
      await expectSame(both);
      for (const { sheet } of both)
        await sheet("mouse").shows([[500, 400], inks.Fox], [[500, 560], inks.Plum]);
    });
    await goOn(host, guest, /^Round 3 of 3/);
    await host.press("button", /early\?$/);
    await guest.press("button", "Finish");

    const game = await test.step("the reveal shows what was drawn", async () => {
      for (const player of both) await expect.poll(player.path, "the reveal").toMatch(/^\/g\/\w+$/);
      const game = await keptGame(host);
      expect(game.strokes, "marks other than fills").toBe(2 * (MARKS - 1) + 5);
      for (const player of both) {
        await expect.poll(() => player.sheetSays("data-hash")).toBe(game.picture_hash);
        for (const { prompts } of game.seats)
          for (const prompt of prompts ?? []) await player.sees(prompt);
      }
      return game;
    });

    await test.step("the host downloads it", () => checkDownloads(host, browser));
    console.log(`${game.strokes} strokes, picture ${game.picture_hash}`);
    await cable.remove();
  });
}

/** Downloads a game in every form, and checks the files' content. */
async function checkDownloads(player: Player, browser: Browser): Promise<void> {
  const seen = async (role: "link" | "button", form: RegExp) => {
    await player.press("button", /^Download/);
    const { name, file } = await player.download(() => player.press(role, form));
    if (role === "button") await player.press("button", "Close");
    const context = await browser.newContext();
    const seen = await openFile(context, name, file);
    await context.close();
    return { name, ...seen };
  };
  const drawing = await seen("link", /PNG/);
  expect(drawing.name).toBe("tandem-Mila-Jonas.png");
  expect([drawing.width, drawing.height]).toEqual([2048, 1536]);
  const shapes = await seen("link", /SVG/);
  expect(apart(shapes.last, drawing.last), "the shapes from the picture").toBeLessThan(1);
  for (const form of [/GIF/, /^Video/]) {
    const film = await seen("button", form);
    expect(film.name).toMatch(/^tandem-Mila-Jonas\.(gif|mp4|webm)$/);
    // WebKitGTK's encoder trades quality for time. An old frame or a wrong colour would differ by 4 or more.
    const near = film.name.endsWith(".webm") ? 2 : 1;
    expect(apart(film.last, drawing.last), `the end of ${film.name}`).toBeLessThan(near);
    expect(Math.min(...film.first), `the start of ${film.name}`).toBeGreaterThan(240);
  }
}

/** A short line at a height of the sheet, to the right of the box of `drawAll`. */
async function drawDash(player: Player, y: number, ink: string): Promise<void> {
  const sheet = player.sheet("mouse");
  await sheet.take(ink, "Medium", "Pen");
  await sheet.stroke([480, y], [500, y], [520, y]);
}

/** Waits until both pages show all ink, and compares their pixels. */
async function expectSame(players: Player[]): Promise<void> {
  await settled(...players);
  const pictures = async () => new Set(await Promise.all(players.map(({ pixels }) => pixels())));
  await expect.poll(async () => (await pictures()).size, "pictures of both").toBe(1);
}
