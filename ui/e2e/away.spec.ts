import { gather } from "./lobby";
import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

test("pages before the game say that Tandem is unreachable, and continue when it is back", async ({
  join,
  tandem,
}) => {
  const [host, guest] = await gather(join, {});
  const code = new URL(host.url()).pathname.split("/").at(-1) ?? "";
  const visitor = await join("Ada");
  await visitor.goto("/");
  await expect(visitor.getByRole("button", { name: "Play with a friend" })).toBeVisible();

  await tandem.kill();
  await expect(host.getByText("Reconnecting")).toBeVisible();
  await host.getByRole("button", { name: "Ready", exact: true }).click();
  await expect(host.getByRole("status").getByText("Tandem does not answer")).toBeVisible();
  await shootIfWanted(host, "lobby-server-away");

  await visitor.getByRole("button", { name: "Play with a friend" }).click();
  await expect(visitor.getByText("Tandem does not answer")).toBeVisible();
  await expect(visitor.getByRole("button", { name: "Try again" })).toBeVisible();
  await shootIfWanted(visitor, "home-server-away");
  await visitor.getByRole("button", { name: "Have a code?" }).click();
  await visitor.getByLabel("The lobby's three words").fill(code);
  await visitor.keyboard.press("Enter");
  await expect(visitor.getByRole("heading", { name: "Tandem does not answer" })).toBeVisible();
  await shootIfWanted(visitor, "page-server-away");
  await visitor.context().setOffline(true);
  await expect(visitor.getByRole("heading", { name: "You are offline" })).toBeVisible();
  await shootIfWanted(visitor, "page-offline");

  await tandem.start();
  await visitor.context().setOffline(false);
  await expect(host.getByText("Ada", { exact: true }), "came in by herself").toBeVisible();
  await expect(host.getByText("Reconnecting")).toBeHidden();
  for (const page of [host, guest])
    await page.getByRole("button", { name: "Ready", exact: true }).click();
  await Promise.all([host, guest].map((page) => page.waitForURL(/\/r\/\w+$/)));
});

test("a part of the page that failed to load is loaded later", async ({ join }) => {
  const page = await join("Mila");
  await page.route(/assets\/lobby-.*\.js$/, (route) => route.abort());
  await page.goto("/");
  await page.getByRole("button", { name: "Have a code?" }).click();
  await page.getByLabel("The lobby's three words").fill("plum-kite-otter");
  await page.context().setOffline(true);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "You are offline" })).toBeVisible();
  await page.unrouteAll();
  await page.context().setOffline(false);
  await expect(page.getByRole("heading", { name: "No lobby by this name" })).toBeVisible();
});

test("a page that can't start says what to do", async ({ join }) => {
  const page = await join("Mila");
  await page.route(/assets\/.*\.js$/, (route) => route.abort());
  await page.goto("/");
  await expect(page.getByText("Tandem has not started yet")).toBeVisible();
  await shootIfWanted(page, "not-started");
  await page.unrouteAll();
  await page.getByRole("button", { name: "Load it again" }).click();
  await expect(page.getByRole("button", { name: "Play with a friend" })).toBeVisible();
});
