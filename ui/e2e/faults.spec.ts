import type { Page } from "@playwright/test";
import { setOnLine, startCable } from "./cable";
import { keepDrawing } from "./hand";
import { finish, goOn, match } from "./lobby";
import { pixels, seqs, settled } from "./sheet";
import { shootIfWanted as shoot } from "./shots";
import { expect, test } from "./tandem";

/** How long each outage takes, in seconds. */
const outage = Number(process.env.OUTAGE ?? 3);
const forSeconds = (seconds: number) => new Promise((passed) => setTimeout(passed, 1000 * seconds));

const sheetNote = (page: Page) => page.locator(".sheet-note");
const seqOf = async (page: Page) => (await seqs(page)).seq;
const game = { round_seconds: 120, rounds: 3 };

test("Tandem, killed in round 2 and started again, continues the game", async ({
  join,
  tandem,
}) => {
  const pages = await match(join, game);
  await goOn(...pages);
  const hands = [keepDrawing(pages[0], 1), keepDrawing(pages[1], 2)];
  await forSeconds(1);

  await tandem.kill();
  for (const page of pages) await expect(sheetNote(page)).toContainText("Draw on");
  await hands[0].pauseFor(() => shoot(pages[0], "killed"));
  const drawn = hands.map((hand) => hand.strokes);
  await forSeconds(outage);
  for (const page of pages) await expect(sheetNote(page)).toContainText("Tandem does not answer");
  await hands[1].pauseFor(() => shoot(pages[1], "server-away"));

  await tandem.start();
  const up = Date.now();
  for (const page of pages) await expect(sheetNote(page)).toBeHidden();
  console.log(`back in play ${Date.now() - up} ms after Tandem was ready`);
  for (const [i, hand] of hands.entries()) {
    expect(hand.strokes, "strokes drawn during the outage").toBeGreaterThan(drawn[i]);
  }
  await forSeconds(1);
  await Promise.all(hands.map((hand) => hand.rest()));
  await settled(...pages);
  expect(await pixels(pages[1]), "the partner's pixels").toBe(await pixels(pages[0]));
  await finish(pages, hands);
});

test("Tandem, frozen for as long as a node needs to take a room over, loses no ink", async ({
  join,
  tandem,
}) => {
  const pages = await match(join, game);
  await goOn(...pages);
  const hands = [keepDrawing(pages[0], 1), keepDrawing(pages[1], 2)];
  await forSeconds(1);

  tandem.freeze();
  const frozen = Date.now();
  const drawn = hands.map((hand) => hand.strokes);
  await forSeconds(4);
  const before = await Promise.all(pages.map(seqOf));
  for (const [i, hand] of hands.entries()) {
    expect(hand.strokes, "strokes drawn meanwhile").toBeGreaterThan(drawn[i]);
  }
  tandem.thaw();
  const thawed = Date.now();
  await Promise.all(
    pages.map(async (page, i) => {
      await expect.poll(() => seqOf(page), { intervals: [50] }).toBeGreaterThan(before[i]);
      await expect(sheetNote(page)).toBeHidden();
    }),
  );
  const took = Date.now() - thawed;
  console.log(`back in play ${Date.now() - frozen} ms after it froze, ${took} ms after it thawed`);
  await Promise.all(hands.map((hand) => hand.rest()));
  await settled(...pages);
  expect(await pixels(pages[1]), "the partner's pixels").toBe(await pixels(pages[0]));
  await finish(pages, hands);
});

test("after SIGTERM, pages show that Tandem is restarting", async ({ join, tandem }) => {
  const pages = await match(join, game);
  await expect(pages[0].getByText("Round 1 of 3").first()).toBeAttached();
  const hands = [keepDrawing(pages[0], 1), keepDrawing(pages[1], 2)];
  await forSeconds(1);
  await tandem.end();
  for (const page of pages) await expect(sheetNote(page)).toContainText("Tandem is starting again");
  await hands[0].pauseFor(() => shoot(pages[0], "restarting"));
  await tandem.start();
  for (const page of pages) await expect(sheetNote(page)).toBeHidden();
  await Promise.all(hands.map((hand) => hand.rest()));
  await finish(pages, hands);
});

test("a player without network continues to draw, and the partner sees the pause", async ({
  join,
  tandem,
}) => {
  const cable = await startCable(tandem.url);
  const pages = await match(join, game, undefined, { baseURL: cable.url });
  const [host, guest] = pages[0].url().startsWith(cable.url) ? [pages[1], pages[0]] : pages;
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  const hands = [keepDrawing(pages[0], 1), keepDrawing(pages[1], 2)];
  await forSeconds(1);

  cable.pull();
  await setOnLine(guest, false);
  const pulled = Date.now();
  await expect(sheetNote(guest)).toContainText("You are offline");
  console.log(`the page says it is offline after ${Date.now() - pulled} ms`);
  await hands[pages.indexOf(guest)].pauseFor(() => shoot(guest, "offline"));
  await expect(sheetNote(host)).toContainText("Waiting for Jonas");
  console.log(`the partner sees the pause after ${Date.now() - pulled} ms`);
  await hands[pages.indexOf(host)].pauseFor(() => shoot(host, "partner-away"));
  await forSeconds(outage);

  cable.plug();
  await setOnLine(guest, true);
  const plugged = Date.now();
  for (const page of pages) await expect(sheetNote(page)).toBeHidden();
  console.log(`back in play ${Date.now() - plugged} ms after the network was`);
  await Promise.all(hands.map((hand) => hand.rest()));
  await settled(...pages);
  expect(await pixels(guest), "the partner's pixels").toBe(await pixels(host));
  await finish(pages, hands);
  await cable.remove();
});
