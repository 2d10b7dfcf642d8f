import { keepDrawing } from "./hand";
import { finish, goOn, match } from "./lobby";
import { pixels, seqs, settled } from "./sheet";
import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

test.use({ ownPostgres: true });

/** How long Postgres is down, in seconds. */
const outage = Number(process.env.OUTAGE ?? 5);
const forSeconds = (seconds: number) => new Promise((passed) => setTimeout(passed, 1000 * seconds));

test("two players continue to draw while Postgres is down, and all ink is stored later", async ({
  join,
  postgres,
}) => {
  if (!postgres) return test.skip(true, "no Postgres is installed that a test could stop");
  const pages = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(pages[0].getByText("Round 1 of 3").first()).toBeAttached();
  const hands = [keepDrawing(pages[0], 1), keepDrawing(pages[1], 2)];
  await forSeconds(1);

  await postgres.stop();
  const before = await Promise.all(pages.map(seqs));
  await forSeconds(outage);
  await hands[0].pauseFor(() => hands[1].pauseFor(() => goOn(...pages)));
  const during = await Promise.all(pages.map(seqs));
  for (const [i, { seq, durable }] of during.entries()) {
    expect(seq, "the seq that the page shows").toBeGreaterThan(before[i].seq + 10);
    expect(durable, "the durable seq").toBeLessThanOrEqual(before[i].seq);
    await expect(pages[i].locator(".sheet-note"), "no pause").toContainText("Leave this page open");
  }
  await hands[0].pauseFor(() => shootIfWanted(pages[0], "postgres-away"));

  await postgres.start();
  const up = Date.now();
  await Promise.all(hands.map((hand) => hand.rest()));
  await settled(...pages);
  console.log(`all durable ${Date.now() - up} ms after Postgres was up`);
  expect(await pixels(pages[1]), "the partner's pixels").toBe(await pixels(pages[0]));

  // A game that ends during the outage waits, and its page says so.
  await goOn(...pages);
  await postgres.stop();
  const finished = finish(pages, hands);
  for (const page of pages) await expect(page.getByText("Keeping your drawing…")).toBeVisible();
  for (const page of pages)
    await expect(page.locator(".sheet-note")).toContainText("It takes a little longer");
  await shootIfWanted(pages[1], "postgres-away-at-the-end");
  await postgres.start();
  await finished;
});
