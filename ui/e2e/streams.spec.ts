import { gather, match } from "./lobby";
import { expect, test } from "./tandem";

test("seven tabs of a lobby all load, and all receive its events", async ({ join }) => {
  const [mila, jonas] = await gather(join, {});
  const tabs = [mila];
  for (let i = 0; i < 6; i++) {
    const tab = await mila.context().newPage();
    await tab.goto(mila.url());
    await expect(tab.getByText("Jonas", { exact: true }), `tab ${tabs.length + 1}`).toBeVisible();
    tabs.push(tab);
  }
  await tabs[0].getByRole("button", { name: "Ready", exact: true }).click();
  for (const tab of tabs)
    await expect(tab.getByRole("button", { name: "Wait, not yet" })).toBeVisible();

  // Only one tab goes to the room, so that they don't take the seat from each other. The others link to it.
  await jonas.getByRole("button", { name: "Ready", exact: true }).click();
  await jonas.waitForURL(/\/r\/\w+$/);
  await expect
    .poll(() => tabs.filter((tab) => /\/r\/\w+$/.test(tab.url())).length, "tabs in the room")
    .toBe(1);
  for (const tab of tabs.filter((tab) => !/\/r\//.test(tab.url())))
    await expect(tab.getByRole("link", { name: "Back to your room" })).toBeVisible();
  await expect(jonas.getByText("Round 1 of 6").first()).toBeAttached();
});

test("a tab says that waiting in another tab ended its ticket, and links to the running game", async ({
  join,
}) => {
  const [mila, jonas] = await gather(join, {});
  const code = new URL(mila.url()).pathname.split("/").at(-1) ?? "";
  await mila.getByRole("button", { name: "Ready", exact: true }).click();
  await expect(mila.getByRole("button", { name: "Wait, not yet" })).toBeVisible();

  const second = await mila.context().newPage();
  await second.goto("/quick");
  await expect(second.getByText(`You were ready in ${code}.`, { exact: false })).toBeVisible();
  await expect(mila.getByText("You wait in quick play.", { exact: false })).toBeVisible();
  await mila.getByRole("button", { name: "Ready", exact: true }).click();
  await expect(second.getByText("You are not waiting any more")).toBeVisible();

  await jonas.getByRole("button", { name: "Ready", exact: true }).click();
  await mila.waitForURL(/\/r\/\w+$/);
  await second.goto("/quick");
  await expect(second.getByRole("heading", { name: "You are in a game" })).toBeVisible();
  await expect(second.getByRole("link", { name: "Back to your room" })).toHaveAttribute(
    "href",
    new URL(mila.url()).pathname.slice(1),
  );
});

test("Back in a game asks first, and Back after the game starts no new search", async ({
  join,
}) => {
  const mila = await join("Mila");
  const jonas = await join("Jonas");
  await mila.goto("/");
  await mila.getByRole("link", { name: "Quick play" }).click();
  await jonas.goto("/quick");
  await Promise.all([mila, jonas].map((page) => page.waitForURL(/\/r\/\w+$/)));
  await expect(mila.getByText("Round 1 of 6").first()).toBeAttached();

  for (const _ of [1, 2]) {
    await mila.goBack();
    const dialog = mila.getByRole("dialog", { name: "Leave this game?" });
    await dialog.getByRole("button", { name: "Stay" }).click();
    await expect(dialog).toBeHidden();
    expect(mila.url()).toMatch(/\/r\/\w+$/);
  }
  await expect(jonas.getByText(/Waiting for Mila/)).toBeHidden();
  await mila.reload();
  await expect(mila.getByText(/Round \d of 6/).first()).toBeAttached();
  await mila.goBack();
  await mila.getByRole("button", { name: "Leave the game" }).click();
  await expect(mila).toHaveURL(/\/$/);
  await expect(jonas.getByText("Mila is gone")).toBeVisible();
  await jonas.getByRole("button", { name: "End the game" }).click();
  await jonas.getByRole("dialog").getByRole("button", { name: "End the game" }).click();
  await jonas.waitForURL(/\/g\/\w+$/);
});

test("Back to quick play starts no search by itself", async ({ join }) => {
  const mila = await join("Mila");
  await mila.goto("/quick");
  await mila.getByRole("button", { name: "Cancel" }).click();
  await expect(mila.getByRole("link", { name: "Quick play" })).toBeVisible();
  await mila.goBack();
  await expect(mila.getByRole("heading", { name: "Draw with someone new" })).toBeVisible();
  const waiting = async () => (await (await mila.request.get("/api/quick")).json()).waiting;
  expect(await waiting()).toBe(false);
  await mila.reload();
  await mila.getByRole("button", { name: "Look for someone" }).click();
  await expect(mila.getByRole("heading", { name: "Looking for someone" })).toBeVisible();
  expect(await waiting()).toBe(true);
});

test("Back from the drawing skips the game", async ({ join }) => {
  const [mila, jonas] = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(mila.getByText("Round 1 of 3").first()).toBeAttached();
  await jonas.getByRole("button", { name: "Leave", exact: true }).last().click();
  await jonas.getByRole("button", { name: "Leave the game" }).click();
  await jonas.waitForURL(/\/l\//);
  await mila.getByRole("button", { name: "End the game" }).click();
  await mila.getByRole("dialog").getByRole("button", { name: "End the game" }).click();
  await mila.waitForURL(/\/g\/\w+$/);
  await mila.goBack();
  await expect(mila).toHaveURL(/\/l\//);
});
