import { writeFile } from "node:fs/promises";
import { join as path } from "node:path";
import { draw } from "./hand";
import { goOn, match } from "./lobby";
import { scene } from "./scene";
import { expect, test } from "./tandem";

/** Plays "Slow travels" in real time, and saves its recording as the home page's example. */
test("record the living example", async ({ join }) => {
  test.setTimeout(600_000);
  const pages = await match(join, { round_seconds: 120, rounds: 3, theme: "Slow travels" });
  for (const round of [1, 2, 3]) {
    await expect(pages[0].getByText(`Round ${round} of 3`).first()).toBeAttached();
    const mine = (seat: number) =>
      scene().filter((stroke) => stroke.round === round && stroke.seat === seat);
    await Promise.all(pages.map((page, i) => draw(page, mine(i + 1))));
    await goOn(pages[0], pages[1]);
  }
  await pages[0].waitForURL(/\/g\/\w+$/);
  const recording = await pages[0].request.get(
    `${pages[0].url().replace("/g/", "/api/games/")}/recording`,
  );
  expect(recording.status()).toBe(200);
  await writeFile(path(import.meta.dirname, "../public/example.bin"), await recording.body());
});
