import type { BrowserContext, Page } from "@playwright/test";
import { goOn, keptGame } from "./lobby";
import { findNginx, startNginx } from "./nginx";
import { mouse } from "./pointers";
import { shootIfWanted } from "./shots";
import { expect, freePort, startTandem, test } from "./tandem";

/** Every address that a browser asked of the host, outside the path. */
function watchOutside(context: BrowserContext, base: string): string[] {
  const outside: string[] = [];
  const note = (url: string) => {
    if (!/^(data|blob):/.test(url) && !url.replace(/^ws/, "http").startsWith(base))
      outside.push(url);
  };
  context.on("request", (request) => note(request.url()));
  context.on("page", (page) => page.on("websocket", (socket) => note(socket.url())));
  return outside;
}

/** Where all links, pictures and files of a page lead, after its scripts and what they ask for. */
const addressesOf = (page: Page) =>
  page.evaluate(() => [
    ...[...document.querySelectorAll("[href]")].map((link) => (link as HTMLLinkElement).href),
    ...[...document.querySelectorAll("[src]")].map((file) => (file as HTMLImageElement).src),
  ]);

test("a whole game behind nginx with https, below a path that nothing leaves", async ({
  browser,
}) => {
  const nginx = await findNginx();
  test.skip(!nginx, "nginx is not installed");
  const port = await freePort();
  const base = `https://localhost:${port}/tandem/`;
  const tandem = await startTandem({ PUBLIC_URL: base });
  const proxy = await startNginx(nginx as string, tandem.url, port);
  const options = { baseURL: base, ignoreHTTPSErrors: true };
  const contexts = await Promise.all([browser.newContext(options), browser.newContext(options)]);
  const outside = contexts.map((context) => watchOutside(context, base));
  const [host, guest] = await Promise.all(contexts.map((context) => context.newPage()));

  await test.step("they meet and play", async () => {
    for (const [page, name] of [
      [host, "Mila"],
      [guest, "Jonas"],
    ] as const)
      await page.request.put("api/me", {
        data: { name },
        headers: { Origin: new URL(base).origin },
      });
    await host.goto("./");
    await host.getByRole("button", { name: "Play with a friend" }).click();
    await host.waitForURL(new RegExp(`^${base}l/[a-z]+-[a-z]+-[a-z]+$`));
    for (let presses = 0; presses < 3; presses++)
      await host.getByRole("button", { name: "Less: Rounds" }).click();
    const lobby = await host.request.get(host.url().replace("/l/", "/api/lobbies/"));
    expect((await lobby.json()).link).toBe(host.url());
    await guest.goto(host.url());
    for (const page of [host, guest])
      await page.getByRole("button", { name: "Ready", exact: true }).click();
    await Promise.all([host, guest].map((page) => page.waitForURL(new RegExp(`^${base}r/\\w+$`))));
    await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
    for (const page of [host, guest]) await mouse(page).stroke([100, 100], [300, 300], [500, 200]);
    await host.reload();
    await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
    await shootIfWanted(host, "subpath-room");
    for (const _ of [1, 2, 3]) await goOn(host, guest);
    await Promise.all([host, guest].map((page) => page.waitForURL(new RegExp(`^${base}g/\\w+$`))));
    expect((await keptGame(host)).strokes).toBe(2);
  });

  await test.step("every address of every page leads below it, to something", async () => {
    await host.request.post("api/admin/session", {
      headers: { Authorization: `Bearer ${tandem.adminToken}`, Origin: new URL(base).origin },
    });
    const game = host.url();
    const { lobby } = await (await host.request.get(game.replace("/g/", "/api/games/"))).json();
    const found = new Set<string>();
    const places = [
      "",
      "quick",
      "games",
      game,
      `l/${lobby}`,
      `l/${lobby}/wall`,
      "nowhere",
      "api/docs",
    ];
    for (const tab of ["", "/lobbies", "/players", "/prompts", "/reports", "/stats", "/audit"])
      places.push(`admin${tab}`);
    places.push(game.replace("/g/", "/admin/games/"));
    for (const place of places) {
      await host.goto(place || "./");
      await expect(host.getByRole("heading").first()).toBeVisible();
      for (const address of await addressesOf(host)) found.add(address.replace(/#.*/, ""));
    }
    expect(found.size).toBeGreaterThan(40);
    for (const address of found) {
      expect(address).toContain(base);
      const answer = await host.request.get(address);
      expect(answer.status(), address).toBe(200);
    }
  });

  expect(outside, "asked outside the path").toEqual([[], []]);
  await Promise.all(contexts.map((context) => context.close()));
  await proxy.stop();
  await tandem.stop();
});

test("below a path the home screen and the offline page are Tandem's alone", async ({
  browser,
}) => {
  const tandem = await startTandem({}, "/tandem");
  const base = `${tandem.url}/tandem/`;
  const context = await browser.newContext({ baseURL: base, serviceWorkers: "allow" });
  const outside = watchOutside(context, base);
  const page = await context.newPage();
  await page.goto(`${base}quick`);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).scope)).toBe(base);
  expect(await page.evaluate(() => caches.keys())).toEqual([expect.stringMatching(/ \/tandem\/$/)]);
  const manifest = await page
    .locator("link[rel=manifest]")
    .evaluate((link: HTMLLinkElement) => link.href);
  const { start_url, scope, icons, shortcuts } = await (await page.request.get(manifest)).json();
  for (const path of [start_url, scope, icons[0].src, shortcuts[0].url])
    expect(new URL(path, manifest).href).toContain(base);

  // Past the proxy the page is at the root of the host, and goes on below the path.
  const { length } = outside;
  await page.goto(`${tandem.url}/games`);
  await page.waitForURL(`${base}games`);
  expect(outside.slice(length)).toEqual([`${tandem.url}/games`]);

  await tandem.end();
  await page.goto(`${base}quick`);
  await expect(page.locator("html[data-offline]")).toBeAttached();
  await expect(page.getByRole("heading").first()).toBeVisible();
  expect(outside.slice(length + 1)).toEqual([]);
  await context.close();
  await tandem.stop();
});
