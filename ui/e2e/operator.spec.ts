import { eventfulDay } from "./eventful";
import { inspect } from "./inspect";
import { openPublicLobby } from "./lobby";
import { signIn } from "./operator";
import { phone } from "./shots";
import { expect, test } from "./tandem";

// A server of its own: other tests would meet the reports and exhibits of that day.
test.use({ environment: { GALLERY: "moderated" } });

/** The operator's pages besides the games. */
const places = ["lobbies", "players", "prompts", "reports", "gallery", "stats", "audit"];

test("the operator's screens are accessible in every language and scheme", async ({
  join,
  tandem,
}) => {
  const page = await join("Operator", phone);
  await page.goto("/admin");
  await expect(page.getByLabel(/token/i)).toBeVisible();
  await inspect(page, "admin-door");
  await signIn(page, tandem.adminToken);
  await openPublicLobby(await join("Mila"));
  await eventfulDay(join, tandem);
  await page.reload();
  const game = page.getByRole("table").getByRole("link").first();
  await expect(game).toBeVisible();
  await inspect(page, "admin");
  await game.click();
  await page.waitForURL(/\/admin\/games\//);
  await expect(page.getByRole("heading", { name: "What happened" })).toBeVisible();
  await inspect(page, "admin-game");
  for (const place of places) {
    await page.goto(`/admin/${place}`);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await inspect(page, `admin-${place}`);
  }
});
