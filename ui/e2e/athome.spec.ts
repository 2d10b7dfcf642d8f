import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Page } from "@playwright/test";
import { startFront } from "./front";
import { gather, goOn } from "./lobby";
import { mouse } from "./pointers";
import { countInk, painted } from "./sheet";
import { desktop, phone, shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

/** The caches that the service worker keeps, once it has put something there. */
const caches = (page: Page) => page.evaluate(() => window.caches.keys());

test("without a network there is a page to draw on, and then the newest page of the server", async ({
  join,
  tandem,
}) => {
  const front = await startFront(tandem.url);
  const options = { baseURL: front.url, locale: "es-MX", serviceWorkers: "allow" } as const;
  const mila = await join("Mila", options);
  const version = () => mila.locator("html").getAttribute("data-version");
  const offline = mila.locator("html[data-offline]");

  await test.step("a page that was here once is offline with a sheet to draw on", async () => {
    await mila.goto("/");
    await mila.evaluate(() => navigator.serviceWorker.ready);
    expect(await caches(mila)).toEqual([expect.stringMatching(/^tandem-1-/)]);
    await front.end();
    await mila.goto("/quick");
    await expect(mila.getByRole("heading", { name: "Tandem no responde" })).toBeVisible();
    await expect(offline).toBeAttached();
    const sheet = mila.getByRole("img", { name: "Una hoja para calentar" });
    await sheet.scrollIntoViewIfNeeded();
    await mouse(mila).stroke([100, 100], [300, 300], [500, 200]);
    await mila.evaluate(painted);
    expect(await sheet.evaluate(countInk), "pixels of ink").toBeGreaterThan(1000);
    await shootIfWanted(mila, "offline");
  });

  await test.step("it goes on by itself, with the newer page", async () => {
    await front.start("2");
    await expect(mila.getByRole("heading", { name: "Buscando a alguien" })).toBeVisible();
    await expect(offline).not.toBeAttached();
    expect([await version(), new URL(mila.url()).pathname]).toEqual(["2", "/quick"]);
    await expect
      .poll(() => caches(mila), {
        message: "only the newer offline page is kept",
      })
      .toEqual([expect.stringMatching(/^tandem-2-/)]);
  });

  await test.step("a newer page is shown at once, not what was kept", async () => {
    await front.end();
    await front.start("3");
    await mila.goto("/");
    expect(await version()).toBe("3");
    const kept = await mila.evaluate(async () => {
      const names = await window.caches.keys();
      const all = await Promise.all(
        names.map(async (name) => (await window.caches.open(name)).keys()),
      );
      return all.flat().map(({ url }) => new URL(url).pathname);
    });
    expect(kept.filter((path) => !/^\/(assets\/|favicon.svg$|offline.html$)/.test(path))).toEqual(
      [],
    );
  });

  await test.step("it says whether the device or Tandem is away", async () => {
    await mila.context().setOffline(true);
    await mila.goto("/games");
    await expect(mila.getByRole("heading", { name: "No tienes conexión" })).toBeVisible();
    await mila.context().setOffline(false);
    await expect(offline).not.toBeAttached();
  });
  await front.end();
});

test("Chromium installs it, in the player's language", async ({
  playwright,
  launchOptions,
  tandem,
}) => {
  // A browser without a profile installs nothing.
  const profile = await mkdtemp(joinPath(tmpdir(), "tandem-profile-"));
  const context = await playwright.chromium.launchPersistentContext(profile, {
    ...launchOptions,
    ...phone,
    locale: "es-MX",
    serviceWorkers: "allow",
  });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await page.goto(tandem.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  expect(installabilityErrors).toEqual([]);
  const { url, errors, data } = await devtools.send("Page.getAppManifest");
  expect([new URL(url).pathname, errors]).toEqual(["/manifest.es.webmanifest", []]);
  const manifest = JSON.parse(data ?? "");
  expect(manifest).toMatchObject({ short_name: "Tandem", display: "standalone", lang: "es" });
  for (const { src, sizes } of manifest.icons) {
    const icon = await page.evaluate(async (address) => {
      const { width, height } = await createImageBitmap(await (await fetch(address)).blob());
      return `${width}x${height}`;
    }, src);
    expect(icon, src).toBe(sizes);
  }
  await context.close();
  await rm(profile, { recursive: true, force: true });
});

/** What a page has done to a device. */
type Felt = { tones: number; shared: string[] };

/** Runs in the page before its scripts: counts what sounds, and takes what is shared. */
function feel(): void {
  const felt = Object.assign(window, { tones: 0, shared: [] }) as unknown as Felt;
  for (const { prototype } of [AudioScheduledSourceNode, AudioBufferSourceNode]) {
    const { start } = prototype;
    prototype.start = function (this: AudioBufferSourceNode, ...at: number[]) {
      felt.tones++;
      start.apply(this, at as [number?]);
    };
  }
  Object.assign(navigator, {
    canShare: () => true,
    async share({ files = [] }: ShareData) {
      felt.shared.push(...files.map(({ name, type }) => `${name} ${type}`));
    },
  });
}

const felt = (page: Page) =>
  page.evaluate(() => {
    const { tones, shared } = window as unknown as Felt;
    return { tones, shared };
  });

test("sounds are off until asked for, and a drawing is shared as a file", async ({ join }) => {
  const [host, guest] = await gather(join, { round_seconds: 120, rounds: 3 }, desktop);
  for (const page of [host, guest]) {
    await page.context().addInitScript(feel);
    await page.reload();
    await page.getByRole("button", { name: "Ready", exact: true }).click();
    if (page === guest) continue;
    const sounds = page.getByRole("switch", { name: "Sounds" });
    await expect(sounds).not.toBeChecked();
    await sounds.click();
    await expect.poll(async () => (await felt(page)).tones).toBeGreaterThan(0);
    await shootIfWanted(page, "sounds-lobby");
  }
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  await expect(host.getByRole("switch", { name: "Sounds" })).toBeChecked();
  const before = (await felt(host)).tones;
  await expect(async () => {
    await mouse(host).stroke([100, 100], [300, 300], [500, 200], [700, 400]);
    expect((await felt(host)).tones, "the pencil").toBeGreaterThan(before);
  }).toPass();
  await shootIfWanted(host, "sounds-room");
  for (const _ of [1, 2, 3]) await goOn(host, guest);
  await host.waitForURL(/\/g\/\w+$/);
  expect((await felt(guest)).tones, "where nobody asked").toBe(0);

  await host.getByRole("button", { name: "Download" }).click();
  await host.getByRole("button", { name: "Share: Picture (PNG)" }).click();
  await expect.poll(async () => (await felt(host)).shared).toHaveLength(1);
  await host.getByRole("button", { name: "Download" }).click();
  await host.getByRole("button", { name: /GIF/ }).click();
  const share = host.getByRole("dialog").getByRole("button", { name: "Share", exact: true });
  await share.waitFor();
  await shootIfWanted(host, "share");
  await share.click();
  await expect
    .poll(async () => (await felt(host)).shared)
    .toEqual(["tandem-Mila-Jonas.png image/png", "tandem-Mila-Jonas.gif image/gif"]);
});
