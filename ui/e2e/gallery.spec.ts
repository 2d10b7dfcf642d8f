import { goOn, match } from "./lobby";
import { goTo, signIn } from "./operator";
import { mouse } from "./pointers";
import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

test("a drawing's way into the gallery and out of it", async ({ join, tandem }) => {
  const operator = await join("Operator");
  await signIn(operator, tandem.adminToken);
  const pages = await match(join, { round_seconds: 120, rounds: 3, language: "en" });
  const [mila, jonas] = pages;
  for (const [i, page] of pages.entries()) {
    await expect(page.locator('[data-phase="round"]')).toBeVisible();
    await mouse(page).stroke([60 + 90 * i, 60], [150 + 60 * i, 140], [280, 180 - 50 * i]);
  }
  for (const _ of [1, 2, 3]) await goOn(mila, jonas);
  await mila.waitForURL(/\/g\/\w+$/);
  const path = new URL(mila.url()).pathname;

  const wanted = "Show it in the gallery";
  await mila.getByLabel(wanted).check();
  await expect(mila.getByText(/It hangs there once .+ wants that, too\./)).toBeVisible();
  await expect(mila.getByLabel("Let others see this page")).toBeChecked();
  await jonas.reload();
  await jonas.getByLabel(wanted).check();
  await expect(jonas.getByText(/once whoever runs this Tandem has looked at it/)).toBeVisible();
  await shootIfWanted(jonas, "gallery-reveal");

  await goTo(operator, "Gallery");
  await shootIfWanted(operator, "gallery-admin");
  await operator.getByRole("button", { name: "Show it", exact: true }).click();
  await expect(operator.getByText("Nothing to decide")).toBeVisible();

  const eve = await join("Eve");
  await eve.goto("/");
  await eve.getByRole("link", { name: "Gallery" }).click();
  const drawing = eve.locator(`a[href="${path.slice(1)}"]`);
  await expect(drawing.locator("img")).toHaveJSProperty("complete", true);
  await shootIfWanted(eve, "gallery-one");
  await drawing.click();
  const heart = eve.getByRole("button", { name: /^I like / });
  await heart.click();
  await expect(heart).toHaveAttribute("aria-pressed", "true");
  await expect(eve.getByText("Your like counts once you have finished a game")).toBeVisible();
  await shootIfWanted(eve, "gallery-game");
  await mila.reload();
  await expect(mila.getByText("It hangs in the gallery.")).toBeVisible();

  await jonas.getByLabel(wanted).uncheck();
  await expect(jonas.getByText("It takes both of you.")).toBeVisible();
  await eve.goto("/gallery");
  await expect(eve.getByRole("heading", { name: "The wall is still bare" })).toBeVisible();
  await shootIfWanted(eve, "gallery-bare");
  await eve.goto(path);
  await expect(eve.getByRole("button", { name: "Share" })).toBeVisible();
  await expect(heart).toHaveCount(0);
});
