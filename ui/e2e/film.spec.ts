import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { draw } from "./hand";
import { goOn, match } from "./lobby";
import { decodePng } from "./png";
import { apart, openFile } from "./reader";
import { scene } from "./scene";
import { expect, test } from "./tandem";

type Downloaded = { name: string; file: Buffer };

/** Presses a download button or link, and returns the file. */
async function downloaded(page: Page, role: "link" | "button", form: RegExp): Promise<Downloaded> {
  await page.getByRole("button", { name: "Download" }).click();
  const waits = page.waitForEvent("download", { timeout: 60_000 });
  await page.getByRole(role, { name: form }).click();
  const download = await waits;
  await page.keyboard.press("Escape");
  return { name: download.suggestedFilename(), file: await readFile(await download.path()) };
}

test("a game is downloaded as a film, shared, made private and deleted", async ({
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

  await test.step("each way of taking it along opens in a reader and shows the drawing", async () => {
    const png = await downloaded(host, "link", /PNG/);
    expect(png.name).toBe("tandem-Mila-Jonas.png");
    const drawing = await openFile(host.context(), png.name, png.file);
    expect([drawing.width, drawing.height]).toEqual([2048, 1536]);
    expect(Math.max(...drawing.last) - Math.min(...drawing.last), "greys").toBeGreaterThan(100);

    const svg = await downloaded(host, "link", /SVG/);
    expect(svg.name).toBe("tandem-Mila-Jonas.svg");
    const shapes = await openFile(host.context(), svg.name, svg.file);
    expect(apart(shapes.last, drawing.last), "the shapes from the picture").toBeLessThan(1);

    const video = await downloaded(host, "button", /Video/);
    expect(video.name).toMatch(/^tandem-Mila-Jonas\.(mp4|webm)$/);
    await expectFilm(video, { width: 1280, height: 960 });
    const gif = await downloaded(host, "button", /GIF/);
    expect(gif.name).toBe("tandem-Mila-Jonas.gif");
    await expectFilm(gif, { codec_name: "gif", width: 480, height: 360 });
    for (const { name, file } of [video, gif]) {
      const film = await openFile(host.context(), name, file);
      expect(apart(film.last, drawing.last), `the end of ${name} from the picture`).toBeLessThan(1);
      expect(Math.min(...film.first), `the darkest at the start of ${name}`).toBeGreaterThan(240);
    }
  });

  await test.step("a film can be stopped", async () => {
    await host.getByRole("button", { name: "Download" }).click();
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
    await expect(guest.getByText("Someone", { exact: true })).toBeVisible();
    expect((await guest.request.delete(`${path}/part`)).status()).toBe(204);
    expect((await guest.request.get(path)).status()).toBe(404);
  });
});

/** Checks a film with ffprobe, if that is installed. ffprobe decodes each picture to count them. */
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
  expect(probe.stderr, `errors of ffprobe in ${name}`).toBe("");
  const { streams } = JSON.parse(probe.stdout);
  expect(streams).toEqual([expect.objectContaining(stream)]);
  expect(Number(streams[0].nb_read_frames), `pictures in ${name}`).toBeGreaterThan(20);
}
