import type { Page } from "@playwright/test";
import { gather } from "./lobby";
import { goTo, signIn } from "./operator";
import { expect, test } from "./tandem";

/** Gives a reason in the dialog, confirms the action, and waits for the notice. */
async function confirm(admin: Page, word: string, note: string): Promise<void> {
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Why, for the audit").fill(note);
  await dialog.getByRole("button", { name: word, exact: true }).click();
  await expect(admin.getByText("Done. It is in the audit.")).toBeVisible();
}

test("an operator bans a player and closes a lobby, and finds both in the audit", async ({
  join,
  tandem,
}) => {
  const [host, guest] = await gather(join, {});
  const code = new URL(host.url()).pathname.split("/")[2];
  const { id } = await (await guest.request.get("/api/me")).json();
  const admin = await join("Admin");
  await admin.clock.install();
  await signIn(admin, tandem.adminToken);

  await goTo(admin, "Players");
  const search = admin.getByRole("searchbox");
  await search.fill("jon");
  await search.press("Enter");
  await expect(admin).toHaveURL(/\/admin\/players\?player=jon$/);
  await expect(admin.getByRole("button", { name: "Ban Jonas" }).first()).toBeVisible();
  await search.fill(id);
  await search.press("Enter");
  await expect(admin.getByRole("row")).toHaveCount(2); // the header and Jonas
  await admin.getByRole("button", { name: "Ban Jonas" }).click();
  await confirm(admin, "Ban Jonas", "he drew a hat");
  await expect(admin.getByText(/^Banned /)).toBeVisible();
  await guest.goto("/");
  expect((await guest.request.get("/api/me")).status()).toBe(403);
  await admin.getByRole("button", { name: "Let Jonas in again" }).click();
  await confirm(admin, "Let Jonas in again", "it was a nice hat");
  await expect(admin.getByText(/^Banned /)).toHaveCount(0); // the word that it is done may be of the ban
  expect((await guest.request.get("/api/me")).status()).toBe(200);

  await goTo(admin, "Lobbies");
  const row = admin.getByRole("row").filter({ hasText: code });
  await expect(row).toContainText("Mila");
  await row.getByRole("button", { name: "Close" }).click();
  const why = admin.getByRole("dialog").getByLabel("Why, for the audit");
  await why.fill("it is getting late");
  await admin.route("**/api/admin/lobbies*", (request) => request.abort());
  const looked = admin.waitForEvent("requestfailed");
  await admin.clock.runFor(10_000);
  await looked;
  await expect(why, "the reason while the list can't be refreshed").toHaveValue(
    "it is getting late",
  );
  await admin.unroute("**/api/admin/lobbies*");
  await confirm(admin, `Close ${code}`, "it is late");
  await expect(row).toHaveCount(0);
  expect((await host.request.post(`/api/lobbies/${code}/members`)).status()).toBe(410);

  await goTo(admin, "Audit");
  for (const [what, why] of [
    ["Closed a lobby", "it is late"],
    ["Let a player in again", "it was a nice hat"],
    ["Banned a player", "he drew a hat"],
  ]) {
    await expect(admin.getByRole("row").filter({ hasText: what })).toContainText(why);
  }
  await search.fill(code);
  await search.press("Enter");
  await expect(admin.getByRole("row")).toHaveCount(2);
});

test("the filters of the operator's lists are in the address", async ({ join, tandem }) => {
  const admin = await join("Admin");
  await signIn(admin, tandem.adminToken);
  const chosen = (name: string) => admin.getByRole("radio", { name, exact: true });

  await goTo(admin, "Prompts");
  const sources = admin.getByRole("combobox", { name: "Prompts from" });
  const states = admin.getByRole("combobox", { name: "State" });
  await expect(states).toHaveValue("dealt");
  await sources.selectOption({ label: "Library" });
  await states.selectOption({ label: "Any state" });
  await expect(admin).toHaveURL(/\/admin\/prompts\?source=library&state=any$/);
  await admin.reload();
  await expect(sources).toHaveValue("library");
  await expect(states).toHaveValue("");
  await expect(admin.getByRole("listitem").first()).toBeVisible();
  await admin.getByRole("button", { name: "Older" }).click();
  await expect
    .poll(() => admin.getByRole("button", { name: "Disable" }).count())
    .toBeGreaterThan(50);

  await goTo(admin, "Reports");
  await expect(chosen("Open")).toBeChecked();
  await admin.getByText("Dismissed", { exact: true }).click();
  await expect(admin).toHaveURL(/\/admin\/reports\?state=dismissed$/);
  await admin.goBack();
  await expect(chosen("Open")).toBeChecked();

  await goTo(admin, "Days");
  await admin.getByText("90 days").click();
  await expect(admin).toHaveURL(/\/admin\/stats\?days=90$/);
  await admin.reload();
  await expect(chosen("90 days")).toBeChecked();
});
