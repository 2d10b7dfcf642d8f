import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { checkFrames } from "./inspect";
import { goOn, keptGame, match } from "./lobby";
import { mouse } from "./pointers";
import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

/** A blog at another site than Tandem's, which is at 127.0.0.1. */
async function startBlog(embedded: string): Promise<{ url: string; stop: () => void }> {
  const server = createServer((_, answer) => {
    answer.setHeader("Content-Type", "text/html; charset=utf-8");
    answer.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
      <meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>A blog</title>
      <main style="max-width: 700px; margin: 40px auto; font: 18px/1.5 Georgia, serif">
      <h1>What we drew</h1><p>One of us had the left half, one the right.</p>${embedded}</main>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/`, stop: () => server.close() };
}

test.use({ contextOptions: { reducedMotion: "no-preference" } });

test("another site shows the replay, without cookies, until a player takes it back", async ({
  join,
  tandem,
}) => {
  const [one, two] = await match(join, { round_seconds: 120, rounds: 3 });
  for (const page of [one, two])
    await expect(page.getByText("Round 1 of 3").first()).toBeAttached();
  await mouse(one).stroke([200, 300], [300, 500], [450, 350]);
  await mouse(two).stroke([600, 300], [700, 500], [850, 350]);
  for (const _ of [1, 2, 3]) await goOn(one, two);
  await one.waitForURL(/\/g\/\w+$/);
  const game = await keptGame(one);
  expect(game.strokes).toBe(2);

  await one.getByRole("button", { name: "Embed" }).click();
  const dialog = one.getByRole("dialog", { name: "Show it on your page" });
  const code = await dialog.getByLabel("Copy this code:").inputValue();
  expect(code).toContain(`src="${tandem.url}/g/${game.id}/embed"`);
  await shootIfWanted(one, "embed-dialog");
  await dialog.getByRole("button", { name: "Close" }).click();

  // Where the browser neither shares nor copies, the link is there to copy by hand.
  await one.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await one.getByRole("button", { name: "Share" }).click();
  const byHand = one.getByRole("dialog", { name: "Pass it on" });
  await expect(byHand.getByRole("textbox")).toHaveValue(`${tandem.url}/g/${game.id}`);
  expect(await one.evaluate(() => getSelection()?.toString())).toBe(`${tandem.url}/g/${game.id}`);
  await byHand.getByRole("button", { name: "Close" }).click();

  // The reader is one of the players: their browser has Tandem's cookie.
  const blog = await startBlog(code);
  const reader = await one.context().newPage();
  const cookies: string[] = [];
  reader.on("request", async (request) => {
    const { cookie } = await request.allHeaders();
    if (cookie) cookies.push(`${request.url()} has ${cookie}`);
  });
  reader.on("response", async (response) => {
    if (await response.headerValue("set-cookie")) cookies.push(`${response.url()} sets one`);
  });
  await reader.goto(blog.url);
  const frame = reader.frameLocator("iframe");
  await expect(frame.locator("canvas")).toHaveAttribute("data-hash", game.picture_hash);

  const play = frame.getByRole("button", { name: /^(Play|Pause)$/ });
  const scrubber = frame.getByRole("slider", { name: "Replay" });
  await expect(play, "it begins by itself").toHaveAccessibleName("Pause");
  await play.press("Space");
  await expect(play).toHaveAccessibleName("Play");
  await scrubber.press("Home");
  await expect(scrubber).toHaveAttribute("aria-valuetext", "Round 1, 0:00");
  await scrubber.press("End");
  await expect(scrubber).toHaveAttribute("aria-valuetext", /^Round 3, /);
  await expect(frame.getByRole("link", { name: "See it on Tandem" })).toHaveAttribute(
    "href",
    `${tandem.url}/g/${game.id}`,
  );
  for (const colorScheme of ["light", "dark"] as const) {
    await reader.emulateMedia({ colorScheme });
    await checkFrames(reader);
  }
  await shootIfWanted(reader, "embed");
  expect(cookies, "cookies").toEqual([]);

  await two.getByRole("switch", { name: "Let others see this page" }).uncheck();
  await expect(two.getByText("would let others see it.")).toBeVisible();
  await reader.reload();
  await expect(frame.getByRole("heading", { name: "No drawing here" })).toBeVisible();
  await expect(frame.locator("img[src*=drawing], canvas")).toHaveCount(0);
  await shootIfWanted(reader, "embed-gone");
  blog.stop();
});
