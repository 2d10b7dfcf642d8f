import { goOn, match } from "./lobby";
import { expect, test } from "./tandem";

test.use({ environment: { OPENAI_API_KEY: undefined } });

test("without an API key a game gets its prompts from the library", async ({ join, tandem }) => {
  const pages = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(pages[0].getByText("Round 1 of 3").first()).toBeAttached();
  for (const _ of [1, 2, 3]) await goOn(pages[0], pages[1]);
  await pages[0].waitForURL(/\/g\/\w+$/);
  const game = await (
    await pages[0].request.get(pages[0].url().replace("/g/", "/api/admin/games/"), {
      headers: { Authorization: `Bearer ${tandem.adminToken}` },
    })
  ).json();
  expect(game.source).toBe("library");
  for (const { prompts } of game.seats) {
    expect(prompts).toHaveLength(3);
    for (const prompt of prompts) {
      await expect(
        pages[0].locator(".prompt-series").getByText(prompt, { exact: true }),
      ).toBeVisible();
    }
  }
  expect(tandem.modelAsked()).toBe(0);
});
