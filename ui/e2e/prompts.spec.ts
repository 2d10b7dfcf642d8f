import type { Page } from "@playwright/test";
import { drag } from "./hand";
import { gather, goOn } from "./lobby";
import { signIn } from "./operator";
import { settled } from "./sheet";
import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

const shed = {
  title: "Grandpa's shed",
  paper: "Kraft",
  caption: "He knows where everything is.",
  player1: ["A shed, on the left", "A cat in a flower pot", "A bicycle with one wheel"],
  player2: ["Grandpa Joe, on the right", "A drawer full of screws", "The missing wheel"],
};

/** Waits until the server has stored a player's rating. */
const waitForRating = (page: Page, prompts: string) =>
  page.waitForResponse(
    (response) =>
      response.url().endsWith("/rating") && response.request().postDataJSON().prompts === prompts,
  );

test("a host writes the prompts, both rate them, the operator sees it", async ({
  join,
  tandem,
}) => {
  const [host, guest] = await gather(join, { round_seconds: 120 });

  // The dialog shows the errors of a set.
  const prompts = host.getByRole("combobox", { name: "Prompts", exact: true });
  await prompts.selectOption({ label: "Write your own…" });
  const dialog = host.getByRole("dialog", { name: "Your own prompts" });
  await dialog.getByLabel("Title").fill("A shed");
  await dialog.getByLabel("For one of you").fill("A shed\na SHED!\nA cat");
  await dialog.getByLabel("For the other").fill("A wheel\nA drawer");
  await dialog.getByRole("button", { name: "Use them" }).click();
  await expect(dialog.getByRole("alert")).toContainText("series 2 has 2 prompts, not 3");
  await shootIfWanted(host, "own-prompts");

  // A pasted set fills the form.
  await dialog.getByRole("button", { name: "Paste JSON" }).click();
  await dialog.getByLabel(/player1/).fill("not a set");
  await expect(dialog.getByRole("alert")).toContainText("needs player1 and player2");
  await dialog.getByLabel(/player1/).fill(JSON.stringify(shed));
  await expect(dialog.getByLabel("Title")).toHaveValue(shed.title);
  await dialog.getByRole("button", { name: "Use them" }).click();
  await expect(dialog).toBeHidden();
  await host.getByRole("combobox", { name: "Difficulty" }).selectOption("wild");
  const settings = guest.locator(".game-settings-full dl");
  for (const word of [shed.title, "Wild", "3"]) await expect(settings).toContainText(word);
  await shootIfWanted(host, "lobby-own-prompts");

  for (const page of [host, guest])
    await page.getByRole("button", { name: "Ready", exact: true }).click();
  await Promise.all([host, guest].map((page) => page.waitForURL(/\/r\/\w+$/)));
  await expect(
    host.getByText(shed.player1[0]).or(host.getByText(shed.player2[0])).first(),
  ).toBeVisible();
  // Ratings count only for a game in which both drew for a while.
  await expect(host.getByRole("timer")).toHaveAttribute("aria-label", /^(\d\d|10[0-5]) /, {
    timeout: 30_000,
  });
  await drag(host, [200, 200], [400, 300]);
  await drag(guest, [600, 400], [800, 500]);
  await settled(host, guest);
  for (const _ of [1, 2, 3]) await goOn(host, guest);
  await Promise.all([host, guest].map((page) => page.waitForURL(/\/g\/\w+$/)));

  // The rating is stored, and can be removed.
  const good = host.getByRole("button", { name: "Good prompts" });
  await Promise.all([waitForRating(host, "good"), good.click()]);
  await expect(good).toHaveAttribute("aria-pressed", "true");
  const taken = waitForRating(guest, "");
  await guest.getByRole("button", { name: "Bad prompts" }).click();
  await guest.getByRole("button", { name: "Bad prompts" }).click();
  await taken;
  await host.reload();
  await expect(good).toHaveAttribute("aria-pressed", "true");
  await guest.reload();
  await expect(guest.getByRole("button", { name: "Bad prompts" })).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await shootIfWanted(host, "reveal-rated");
  const passerBy = await join("Ida");
  await passerBy.goto(new URL(host.url()).pathname);
  await expect(passerBy.getByText("Draw one of your own")).toBeVisible();
  await expect(passerBy.getByRole("button", { name: "Good prompts" })).toBeHidden();

  await signIn(passerBy, tandem.adminToken);
  await passerBy.goto("/admin/prompts");
  const set = passerBy.getByRole("listitem").filter({ hasText: shed.title }).first();
  await expect(set).toContainText("1 game");
  await expect(set).toContainText("1 good, 0 bad");
  await set.getByText(shed.title, { exact: true }).click();
  await expect(set.getByText(shed.player2[2])).toBeVisible();
  await shootIfWanted(passerBy, "admin-prompts-rated");
  await set.getByRole("button", { name: "Disable" }).click();
  await expect(set.getByRole("button", { name: "Enable" })).toBeVisible();
});
