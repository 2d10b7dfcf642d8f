import { readFile } from "node:fs/promises";
import { draw } from "./hand";
import { goOn, match } from "./lobby";
import { scene } from "./scene";
import { seenOn } from "./sheet";
import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";
import { five, pairsOf, playToReveal, ready } from "./waves";

test.use({ contextOptions: { reducedMotion: "no-preference" } });

test("a drawing on the wall plays while the pointer is over it", async ({ join }) => {
  const [host, guest] = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  const few = scene().filter(({ seat, round }) => seat === 1 && round === 1);
  await draw(host, few.slice(0, 4));
  for (const _ of [1, 2, 3]) await goOn(host, guest);
  await host.waitForURL(/\/g\/\w+$/);
  await host.getByRole("link", { name: "Back to the lobby" }).click();

  const item = host.getByRole("link", { name: /Drawing by/ });
  await expect(item.locator("canvas")).toHaveCount(0);
  await item.hover();
  await expect(item.locator("canvas")).toBeVisible();
  await host.mouse.move(0, 0);
  await expect(item.locator("canvas")).toHaveCount(0);
});

/** How many elements a page begins to measure in 30 frames. */
async function countMeasured(): Promise<number> {
  let measured = 0;
  const { observe } = ResizeObserver.prototype;
  ResizeObserver.prototype.observe = function (...args) {
    measured++;
    Reflect.apply(observe, this, args);
  };
  for (let i = 0; i < 30; i++) await new Promise(requestAnimationFrame);
  ResizeObserver.prototype.observe = observe;
  return measured;
}

test("the wall of a class of five shows two waves as they are drawn", async ({ join }) => {
  const pages = await five(join, { pairing: "everyone", name: "Class 4b" });
  const [host] = pages;
  const wall = await host.context().newPage();
  await wall.setViewportSize({ width: 1920, height: 1080 });
  const frames: Buffer[] = [];
  wall.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => frames.push(Buffer.from(payload))),
  );
  await wall.goto(`${host.url()}/wall`);
  await expect(wall.getByRole("heading", { name: "Class 4b" })).toBeVisible();
  await expect(wall.getByText("0 of 5")).toBeVisible();
  await expect(wall.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  await shootIfWanted(wall, "projector-empty");

  for (const page of pages) await ready(page);
  const first = await pairsOf(pages);
  const [pair] = first.values();
  await expect(pair[0].getByText("Round 1 of 3").first()).toBeAttached();
  await expect(wall.getByText("Round 1", { exact: true })).toHaveCount(2);
  await expect(wall.getByText("Next wave in")).toBeVisible();
  const few = scene().filter(({ seat, round }) => seat === 1 && round === 1);
  await draw(pair[0], few.slice(0, 5));
  const drawings = wall.locator("li canvas");
  const seen = async () =>
    Promise.all((await drawings.all()).map((drawing) => drawing.evaluate(seenOn)));
  const inked = async () => (await seen()).filter(({ ink }) => ink);
  await expect.poll(inked, { message: "one drawing has ink" }).toHaveLength(1);
  await shootIfWanted(wall, "projector");
  expect(await wall.evaluate(countMeasured), "a wall at rest is measured again").toBe(0);
  await wall.setViewportSize({ width: 1600, height: 400 });
  const below = async () =>
    (await Promise.all((await wall.locator("main li").all()).map((item) => item.boundingBox())))
      .map((box) => box && box.y + box.height)
      .filter((y) => !y || y > 400);
  await expect.poll(below, { message: "drawings off a smaller screen" }).toEqual([]);
  const unpainted = (await seen()).filter(({ black }) => black);
  expect(unpainted, "black drawings").toEqual([]);
  await wall.setViewportSize({ width: 1920, height: 1080 });
  const prompt = await pair[0].locator(".prompt-words").first().textContent();
  if (!prompt) throw new Error("no prompt");
  expect(frames.length).toBeGreaterThan(0);
  for (const frame of frames) expect(frame.includes(prompt), "a prompt on the wall").toBe(false);

  await playToReveal(first);
  await expect(wall.getByText("Round 1", { exact: true })).toHaveCount(0);
  await expect(drawings, "a finished drawing replays").toHaveCount(1);
  await expect(drawings.first()).toBeVisible();
  await shootIfWanted(wall, "projector-replay");
  await host.getByRole("button", { name: /^Next wave/ }).click();
  await pairsOf(pages);
  await expect(wall.getByText("Round 1", { exact: true })).toHaveCount(2);

  const stranger = await join("Eve");
  await stranger.goto(wall.url());
  await expect(stranger.getByText("This wall is for its members")).toBeVisible();
});

test("the host pauses all games, gives a minute more, ends them and takes the drawings home", async ({
  join,
}) => {
  const pages = await match(join, { round_seconds: 60, rounds: 3 });
  for (const page of pages) await expect(page.getByText("Round 1 of 3").first()).toBeAttached();
  await draw(
    pages[0],
    scene()
      .filter(({ seat, round }) => seat === 1 && round === 1)
      .slice(0, 2),
  );
  const room = await (
    await pages[0].request.get(pages[0].url().replace("/r/", "/api/rooms/"))
  ).json();
  const { host } = await (await pages[0].request.get(`/api/lobbies/${room.lobby}`)).json();
  const { id } = await (await pages[0].request.get("/api/me")).json();
  const desk = await pages[id === host ? 0 : 1].context().newPage();
  await desk.goto(`/l/${room.lobby}`);
  await desk.getByRole("button", { name: "A minute more" }).click();
  await expect(desk.getByText("Each round is a minute longer.")).toBeVisible();
  await desk.getByRole("button", { name: "Pause all" }).click();
  const held = pages[0].getByText("The host stops the clock for a moment");
  await expect(held).toBeVisible();
  await shootIfWanted(desk, "host-tools");
  await shootIfWanted(pages[0], "held");
  await desk.getByRole("button", { name: "Go on", exact: true }).click();
  await expect(held).toHaveCount(0);
  await desk.getByRole("button", { name: "End all" }).click();
  await desk.getByRole("dialog").getByRole("button", { name: "End all" }).click();
  for (const page of pages) await page.waitForURL(/\/g\/\w+$/);

  const download = desk.waitForEvent("download");
  await desk.getByRole("link", { name: "All drawings as a ZIP" }).click();
  const names = zipNames(await readFile(await (await download).path()));
  expect(names).toEqual([expect.stringMatching(/^001 (Mila and Jonas|Jonas and Mila)\.png$/)]);
  const hide = desk.getByRole("button", { name: /^Take the drawing by/ });
  // Another page of this browser may have the events, so ask the server.
  const hung = async () =>
    (await (await desk.request.get(`/api/lobbies/${room.lobby}`)).json()).games.length;
  await hide.click();
  await expect.poll(hung, { message: "it is off the wall" }).toBe(0);
  await desk.getByRole("button", { name: "Put it back" }).click();
  await expect.poll(hung, { message: "it is back" }).toBe(1);
});

/** The names of the files in a ZIP, from its directory at the end; each must be a PNG. */
function zipNames(zip: Buffer): string[] {
  const end = zip.lastIndexOf("PK\u0005\u0006", undefined, "latin1");
  const names: string[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < zip.readUInt16LE(end + 10); i++) {
    const length = zip.readUInt16LE(at + 28);
    const extra = zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    names.push(zip.toString("utf8", at + 46, at + 46 + length));
    const file = zip.readUInt32LE(at + 42);
    const content = file + 30 + zip.readUInt16LE(file + 26) + zip.readUInt16LE(file + 28);
    expect(zip.toString("latin1", content + 1, content + 4)).toBe("PNG");
    at += 46 + length + extra;
  }
  return names;
}
