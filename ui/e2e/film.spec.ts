import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { draw } from "./hand";
import { goOn, match } from "./lobby";
import { decodePng } from "./png";
import { scene } from "./scene";
import { expect, test } from "./tandem";

type Downloaded = { name: string; file: Buffer };

/** What a way of downloading gives. */
async function downloaded(page: Page, form: RegExp): Promise<Downloaded> {
  const waits = page.waitForEvent("download", { timeout: 60_000 });
  await page.getByRole("button", { name: form }).click();
  const download = await waits;
  return { name: download.suggestedFilename(), file: await readFile(await download.path()) };
}

test("a game is taken along as a film, shared, kept private and deleted", async ({
  join,
  tandem,
}) => {
  const [host, guest] = await match(join, { round_seconds: 60, rounds: 3 });
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  for (const round of [1, 2, 3]) {
    await Promise.all(
      [host, guest].map((page, i) =>
        draw(
          page,
          scene()
            .filter((stroke) => stroke.round === round && stroke.seat === i + 1)
            .slice(-5),
        ),
      ),
    );
    await goOn(host, guest);
  }
  await Promise.all([host, guest].map((page) => page.waitForURL(/\/g\/\w+$/)));
  const address = new URL(host.url()).pathname;
  const path = address.replace("/g/", "/api/games/");
  await expect(host.locator("canvas[data-hash]")).toBeVisible();

  await test.step("the films open in a reader and move", async () => {
    await host.getByRole("button", { name: "Download" }).click();
    const gif = await downloaded(host, /GIF/);
    expect(gif.name).toMatch(/\.gif$/);
    expect(gif.file.subarray(0, 6).toString()).toBe("GIF89a");
    expect([gif.file.readUInt16LE(6), gif.file.readUInt16LE(8)]).toEqual([480, 360]);
    await expectFilm(gif, { codec_name: "gif", width: 480, height: 360 });
    const pictures = gif.file.toString("latin1").split("\x21\xf9\x04").length - 1;
    expect(pictures, "pictures in the GIF").toBeGreaterThan(20);

    const video = await downloaded(host, /Video/);
    expect(video.name).toMatch(/\.(mp4|webm)$/);
    await expectFilm(video, { width: 1280, height: 960 });
    const reader = await host.context().newPage(); // without the page's policy
    const seen = await reader.evaluate(look, {
      video: `data:video/${video.name.split(".").pop()};base64,${video.file.toString("base64")}`,
      gif: `data:image/gif;base64,${gif.file.toString("base64")}`,
    });
    expect([seen.width, seen.height]).toEqual([1280, 960]);
    expect(seen.seconds).toBeGreaterThan(2);
    expect(seen.atStart, "colours of the first picture").toBeLessThan(seen.atEnd);
    expect(seen.gif).toEqual([480, 360]);
    await reader.close();
  });

  await test.step("a film can be stopped", async () => {
    await host.getByRole("button", { name: /Video/ }).click();
    await expect(host.getByRole("progressbar")).toBeVisible();
    await host.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await expect(host.getByRole("button", { name: /Video/ })).toBeVisible();
    await host.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  });

  const stranger = await join("Eve");
  await test.step("the link is shown with the drawing elsewhere", async () => {
    const html = await (await stranger.request.get(address)).text();
    const card = html.match(/property="og:image" content="([^"]+)"/)?.[1] ?? "";
    expect(card).toBe(`${tandem.url}${path}/card.png`);
    const png = decodePng(await (await stranger.request.get(card)).body());
    expect([png.width, png.height]).toEqual([1200, 630]);
    expect(png.colours).toBeGreaterThan(50);
  });

  await test.step("each player can keep it between the two", async () => {
    const switched = host.getByRole("switch", { name: "Let others see this page" });
    await switched.uncheck();
    await expect(host.getByText("Jonas would let others see it.")).toBeVisible();
    for (const file of ["", "/drawing.png", "/drawing.svg", "/card.png", "/recording"])
      expect((await stranger.request.get(path + file)).status()).toBe(404);
    await stranger.goto(address);
    await expect(stranger.getByText("No drawing here").first()).toBeVisible();
    await guest.reload();
    await expect(guest.getByText("Others see it once Mila lets them, too.")).toBeVisible();
    await switched.check();
    await expect(host.getByText("Anyone with the link can see this page.")).toBeVisible();
    expect((await stranger.request.get(path)).status()).toBe(200);
  });

  await test.step("and when both delete their part, it is gone", async () => {
    await host.getByRole("button", { name: "Delete my part" }).click();
    await host.getByRole("dialog").getByRole("button", { name: "Delete my part" }).click();
    await host.waitForURL(/\/$/);
    await guest.reload();
    await expect(guest.getByText("Someone").first()).toBeVisible();
    expect((await guest.request.delete(`${path}/part`)).status()).toBe(204);
    expect((await guest.request.get(path)).status()).toBe(404);
  });
});

/** Holds a film against what ffprobe, where it is installed, sees in it: it counts pictures by decoding each. */
async function expectFilm(
  { name, file }: Downloaded,
  stream: Record<string, unknown>,
): Promise<void> {
  const path = test.info().outputPath(name);
  await writeFile(path, file);
  const asked = ["-v", "error", "-count_frames", "-show_streams", "-of", "json", path];
  const probe = await promisify(execFile)("ffprobe", asked).catch((failed) => failed);
  if (probe.code === "ENOENT") {
    test.info().annotations.push({ type: "ffprobe", description: "is not installed" });
    return;
  }
  expect(probe.stderr, `what ffprobe complains of in ${name}`).toBe("");
  const { streams } = JSON.parse(probe.stdout);
  expect(streams).toEqual([expect.objectContaining(stream)]);
  expect(Number(streams[0].nb_read_frames), `pictures in ${name}`).toBeGreaterThan(20);
}

/** Opens films as any page would, and counts what is in their pictures. */
async function look(films: { video: string; gif: string }) {
  const colours = (source: CanvasImageSource, width: number, height: number) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
    context.drawImage(source, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const seen = new Set<number>();
    // Compression leaves a little noise, so colours are coarse here.
    for (let i = 0; i < data.length; i += 4)
      seen.add(((data[i] >> 5) << 6) | ((data[i + 1] >> 5) << 3) | (data[i + 2] >> 5));
    return seen.size;
  };
  const video = document.createElement("video");
  const at = (time: number) =>
    new Promise<number>((found, failed) => {
      video.onerror = () => failed(new Error(`no video: ${video.error?.message}`));
      video.onseeked = () => found(colours(video, 320, 240));
      video.currentTime = time;
    });
  video.muted = true;
  video.src = films.video;
  await new Promise((loaded, failed) => {
    video.onloadeddata = loaded;
    video.onerror = () => failed(new Error(`no video: ${video.error?.message}`));
  });
  const image = new Image();
  image.src = films.gif;
  await image.decode();
  return {
    width: video.videoWidth,
    height: video.videoHeight,
    seconds: video.duration,
    atStart: await at(0.01),
    atEnd: await at(video.duration - 0.1),
    gif: [image.naturalWidth, image.naturalHeight],
  };
}
