import type { Page } from "@playwright/test";
import { PAINTS } from "../src/ink/paintbox";
import { toHex } from "../src/ink/palette";
import { devtoolsOf, placesOn } from "./hand";
import { goOn, keptGame, match } from "./lobby";
import { finger, mouse, type Pointer, pen, pinch, tapTwice } from "./pointers";
import type { Point } from "./scene";
import { canvas, coloursAt, pixels, settled } from "./sheet";
import { drawAll, expectColours, inks, MARKS, PAPER, type SheetDriver } from "./sheetDriver";
import { desktop, phone } from "./shots";
import { expect, type Join, test } from "./tandem";

type Take = (page: Page, ...names: string[]) => Promise<void>;

/** Takes tools, inks and sizes from the dock. */
const take: Take = async (page, ...names) => {
  for (const name of names) await page.getByRole("radio", { name, exact: true }).click();
};

const keys: Record<string, string> = {
  Pen: "b",
  Eraser: "e",
  Fill: "f",
  Line: "l",
  Rectangle: "r",
  Ellipse: "o",
  "Pick an ink from the sheet": "i",
  Soot: "1",
  Sky: "4",
  Fern: "5",
  Ocean: "7",
  Fox: "8",
  Petal: "9",
};

/** Takes them with their keyboard shortcuts, where there is one. */
const takeByKey: Take = async (page, ...names) => {
  for (const name of names) {
    if (name in keys) await page.keyboard.press(keys[name]);
    else await take(page, name);
  }
};

/** Waits until the sheet has these colours at places of the page of 1000 x 750. */
const shows = (page: Page, ...wanted: [place: Point, colour: string][]) =>
  expectColours((places) => canvas(page).evaluate(coloursAt, places), wanted);

/** Waits until the layout of the sheet has settled after an event or a new window size. */
const waitForLayout = (page: Page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );

const sheetOf = (page: Page, hand: Pointer, take: Take): SheetDriver => ({
  take: (...names) => take(page, ...names),
  stroke: hand.stroke,
  taken: async (...names) => {
    const taken: string[] = [];
    for (const name of names)
      if (await page.getByRole("radio", { name, exact: true }).isChecked()) taken.push(name);
    return taken;
  },
  shows: (...wanted) => shows(page, ...wanted),
});

/** A host with a mouse and a guest with a phone. The matchmaker chooses the seats. */
async function start(join: Join): Promise<[host: Page, guest: Page]> {
  const settings = { round_seconds: 120, rounds: 3 };
  const pages = await match(join, settings, desktop, { ...phone, isMobile: true });
  const [host, guest] = pages[0].viewportSize()?.width === 390 ? pages.toReversed() : pages;
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  return [host, guest];
}

test("every tool draws with mouse, pen, finger and keys, and both pages stay equal", async ({
  join,
}) => {
  const [host, guest] = await start(join);
  await Promise.all([
    drawAll(sheetOf(host, mouse(host), takeByKey), [10, 20]),
    (async () => {
      await drawAll(sheetOf(guest, finger(guest), take), [360, 20]);
      await drawAll(sheetOf(guest, pen(guest), takeByKey), [360, 330]);
    })(),
  ]);

  // Only keys: the crosshair starts at the middle of the sheet, and moves right and down.
  await take(host, "Tangerine", "Medium", "Pen");
  await host.getByRole("application").focus();
  await host.keyboard.press("Enter");
  for (let i = 0; i < 6; i++) await host.keyboard.press("ArrowLeft");
  await expect(host.getByText(/^(Pen down|Drawing, \d+ percent.*)$/)).toBeAttached();
  await host.keyboard.press("x");
  await shows(host, [[460, 375], inks.Tangerine]);
  await host.keyboard.press("f");
  await host.keyboard.press("Shift+ArrowUp");
  await settled(host, guest);
  expect(await pixels(guest), "the partner's pixels").toBe(await pixels(host));

  // Undo of all of a player's own strokes leaves the partner's ink. Redo brings them back.
  const before = await pixels(host);
  await host.keyboard.press("Control+z");
  await shows(host, [[460, 375], PAPER]);
  const undo = host.getByRole("button", { name: "Undo", exact: true });
  for (let i = 0; i < MARKS; i++) await undo.click();
  await expect(undo, "nothing is left to undo").toHaveAttribute("aria-disabled", "true");
  for (const page of [host, guest]) await shows(page, [[120, 40], PAPER], [[470, 40], inks.Fox]);
  for (let i = 0; i <= MARKS; i++) {
    await host.keyboard.press(i % 2 ? "Control+y" : "Control+Shift+z");
  }
  await settled(host, guest);
  expect(await pixels(host), "after redo").toBe(before);
  expect(await pixels(guest), "the partner's pixels after redo").toBe(before);

  // Clear removes a player's own ink, and undo brings it back.
  await guest.getByRole("button", { name: "More tools" }).click();
  await guest.getByRole("button", { name: "Clear your ink" }).click();
  await shows(host, [[470, 40], PAPER], [[120, 40], inks.Fox]);
  await guest.getByText("Your ink is off the sheet.").waitFor();
  await guest.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await settled(host, guest);
  expect(await pixels(host), "after the undo of a clear").toBe(before);

  for (const _ of [1, 2, 3]) await goOn(host, guest);
  await Promise.all([host, guest].map((page) => page.waitForURL(/\/g\/\w+$/)));
  const game = await keptGame(host);
  for (const page of [host, guest]) {
    await expect(page.locator("canvas[data-hash]")).toHaveAttribute("data-hash", game.picture_hash);
  }
});

test("gestures move the sheet and draw nothing, and ink stays in place", async ({ join }) => {
  const [host, guest] = await start(join);
  const blank = await pixels(host);
  const widthOf = async (page: Page) => (await canvas(page).boundingBox())?.width ?? 0;

  // A phone starts with the whole sheet. Two fingers zoom in, a button zooms out, and nothing is drawn.
  const whole = await widthOf(guest);
  expect(whole).toBeCloseTo(390, 0);
  await guest.getByRole("button", { name: "Come nearer" }).click();
  await expect.poll(() => widthOf(guest)).toBeGreaterThan(whole * 1.2);
  await guest.getByRole("button", { name: "Show the whole sheet" }).click();
  await expect.poll(() => widthOf(guest)).toBeCloseTo(whole, 0);
  await pinch(
    guest,
    [
      [400, 300],
      [600, 300],
    ],
    [
      [300, 300],
      [700, 300],
    ],
  );
  await expect.poll(() => widthOf(guest)).toBeGreaterThan(whole * 1.5);
  await waitForLayout(guest);
  expect(await pixels(guest), "after gestures").toBe(blank);

  // Ink on the zoomed sheet is where the finger was.
  await take(guest, "Fox", "Medium");
  await finger(guest).stroke([480, 300], [500, 300], [520, 300]);
  await shows(guest, [[500, 300], inks.Fox]);
  await shows(host, [[500, 300], inks.Fox]);

  // Two quick taps are dots.
  await take(guest, "Petal", "Thick");
  await tapTwice(guest, [500, 270]);
  await shows(host, [[500, 270], inks.Petal]);
  await take(guest, "Medium");

  // Once a pen has drawn, a finger moves the sheet until the player turns that off.
  await take(guest, "Ocean");
  await pen(guest).stroke([480, 340], [500, 340], [520, 340]);
  await shows(host, [[500, 340], inks.Ocean]);
  await settled(host, guest);
  const drawn = await pixels(host);
  await finger(guest).stroke([520, 380], [500, 400], [460, 420]);
  await waitForLayout(guest);
  expect(await pixels(guest), "after a finger beside a pen").toBe(drawn);
  await guest.getByRole("switch", { name: "Fingers draw" }).check();
  await take(guest, "Plum");
  await finger(guest).stroke([480, 240], [500, 240], [520, 240]);
  await shows(host, [[500, 240], inks.Plum]);

  // The wheel zooms at the pointer, and space with the mouse moves the sheet. Ink stays in place.
  const at = await placesOn(host);
  const [x, y] = at([500, 320]);
  await host.mouse.move(x, y);
  await host.keyboard.down("Control");
  for (let i = 0; i < 4; i++) await host.mouse.wheel(0, -120);
  await host.keyboard.up("Control");
  await expect.poll(() => widthOf(host)).toBeGreaterThan(1200);
  await waitForLayout(host);
  const [nearX, nearY] = (await placesOn(host))([500, 320]);
  expect(Math.hypot(nearX - x, nearY - y), "px that the pointer's place moved").toBeLessThan(2);
  await host.keyboard.down(" ");
  await host.mouse.down();
  await host.mouse.move(x - 80, y - 40);
  await host.mouse.up();
  await host.keyboard.up(" ");
  await waitForLayout(host);
  const [movedX] = (await placesOn(host))([500, 320]);
  expect(movedX - nearX).toBeCloseTo(-80, 0);
  await take(host, "Plum");
  await mouse(host).stroke([480, 400], [500, 400], [520, 400]);
  await shows(guest, [[500, 400], inks.Plum]);

  // A new window size during a stroke loses and moves no ink.
  await take(host, "Tangerine");
  const devtools = await devtoolsOf(host);
  const held = (type: "mousePressed" | "mouseMoved" | "mouseReleased", [px, py]: Point) =>
    devtools.send("Input.dispatchMouseEvent", {
      type,
      x: px,
      y: py,
      button: "left",
      buttons: type === "mouseReleased" ? 0 : 1,
      clickCount: 1,
    });
  const old = await placesOn(host);
  await held("mousePressed", old([480, 440]));
  await held("mouseMoved", old([500, 440]));
  await host.setViewportSize({ width: 1200, height: 760 });
  await expect.poll(async () => (await placesOn(host))([500, 440])).not.toEqual(old([500, 440]));
  await waitForLayout(host);
  const now = await placesOn(host);
  for (const place of [
    [500, 440],
    [520, 440],
  ] as const)
    await held("mouseMoved", now(place));
  await held("mouseReleased", now([520, 440]));
  await shows(
    guest,
    [[490, 440], inks.Tangerine],
    [[510, 440], inks.Tangerine],
    [[470, 440], PAPER],
    [[500, 470], PAPER],
    [[535, 440], PAPER],
  );

  // Another colour from the box of paints. A long press opens the box, too.
  const teal = PAINTS.find(({ name }) => name === "hueTeal")?.colours[3] ?? 0;
  await host.getByRole("button", { name: "Any colour…" }).click();
  await host.getByRole("button", { name: "Teal 4", exact: true }).click();
  await host.keyboard.press("]");
  await mouse(host).stroke(...([480, 500, 520] as const).map((x): Point => [x, 460]));
  await shows(guest, [[500, 460], toHex(teal).toLowerCase()]);
  await guest.getByRole("radio", { name: "Fox", exact: true }).click({ delay: 600 });
  await guest.getByRole("button", { name: "Done" }).click();

  // Hiding the tab ends the stroke. A browser that lost the canvas's pixels paints them again.
  await take(host, "Fern");
  await held("mousePressed", now([480, 480]));
  await held("mouseMoved", now([510, 480]));
  await host.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    Reflect.deleteProperty(document, "visibilityState");
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await held("mouseMoved", now([540, 480]));
  await held("mouseReleased", now([540, 480]));
  await shows(guest, [[495, 480], inks.Fern], [[530, 480], PAPER]);
  await canvas(host).evaluate((element: HTMLCanvasElement) => {
    element.getContext("2d")?.clearRect(0, 0, element.width, element.height);
    element.dispatchEvent(new Event("contextrestored"));
  });
  await shows(host, [[495, 480], inks.Fern]);

  await settled(host, guest);
  expect(await pixels(guest), "both pages").toBe(await pixels(host));
});
