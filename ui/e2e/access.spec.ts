import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { gather, goOn, match, openPublicLobby } from "./lobby";
import { signIn } from "./operator";
import { expect, test } from "./tandem";

/** Checks a screen for known accessibility faults: keyboard, screen reader and contrast. */
async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
      `${page.url()} in ${colorScheme}`,
    ).toEqual([]);
  }
}

/** The operator's pages besides the games. */
const places = ["lobbies", "players", "prompts", "reports", "stats", "audit"];

/** Nothing is wider than a phone, also at twice the text size. Content that the page cuts off counts. */
async function expectNoWider(page: Page): Promise<void> {
  for (const size of ["100%", "200%"]) {
    const wider = await page.evaluate((fontSize) => {
      const { documentElement } = document;
      documentElement.style.fontSize = fontSize;
      document.getElementById("app")?.style.setProperty("overflow-x", "visible");
      return documentElement.scrollWidth - documentElement.clientWidth;
    }, size);
    expect(wider, `px by which ${page.url()} is too wide at ${size}`).toBeLessThanOrEqual(0);
  }
}

test("every screen is accessible, light and dark", async ({ join, tandem }) => {
  const [host] = await gather(join, {});
  await expectAccessible(host);
  const prompts = host.getByRole("combobox", { name: "Prompts", exact: true });
  await prompts.selectOption({ label: "Write your own…" });
  await expect(host.getByRole("dialog", { name: "Your own prompts" })).toBeVisible();
  await expectAccessible(host);
  await host.goto("/");
  await expect(host.getByRole("button", { name: "Play with a friend" })).toBeVisible();
  await expectAccessible(host);
  await host.goto("/l/no-such-lobby");
  await expect(host.getByText("No lobby by this name")).toBeVisible();
  await expectAccessible(host);
  await host.goto("/games");
  await expect(host.getByRole("heading", { name: "No game yet" })).toBeVisible();
  await expectAccessible(host);

  const [one, two] = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(one.getByText("Round 1 of 3").first()).toBeAttached();
  await expectAccessible(one);
  for (const _ of [1, 2, 3]) await goOn(one, two);
  await one.waitForURL(/\/g\/\w+$/);
  await expect(one.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(one);
  await one.getByRole("button", { name: "Download" }).click();
  await expectAccessible(one);

  await one.goto("/games");
  await expect(one.getByRole("link", { name: /With Jonas/ })).toBeVisible();
  await expectAccessible(one);
  await one.getByRole("button", { name: "Forget me" }).click();
  await expectAccessible(one);

  await two.goto("/admin");
  await expectAccessible(two);
  await signIn(two, tandem.adminToken);
  await expect(two.getByRole("table")).toBeVisible();
  await expectAccessible(two);
  for (const place of places) {
    await two.goto(`/admin/${place}`);
    await two.waitForLoadState("networkidle");
    await expectAccessible(two);
  }
});

test("quick play is accessible, light and dark", async ({ join }) => {
  await openPublicLobby(await join("Jonas"));
  const alone = await join("Mila");
  await alone.goto("/quick");
  await expect(alone.getByRole("heading", { name: "Looking for someone" })).toBeVisible();
  await expect(alone.getByRole("heading", { name: "Or join a lobby" })).toBeVisible();
  await expectAccessible(alone);
});

test("every tool is accessible, light and dark", async ({ join }) => {
  const [one] = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(one.getByText("Round 1 of 3").first()).toBeAttached();
  await one.getByRole("button", { name: "Any colour…" }).click();
  await expectAccessible(one);
  await one.keyboard.press("Escape");
  await one.keyboard.press("?");
  await expectAccessible(one);
  await one.keyboard.press("Escape");
  await one.getByRole("application").focus();
  await one.keyboard.press("ArrowRight");
  await one.setViewportSize({ width: 390, height: 844 });
  await one.getByRole("button", { name: "More tools" }).click();
  await expectAccessible(one);
});

test("inks, sizes and paints stay distinguishable with forced colours", async ({ join }) => {
  const [one] = await match(join, { round_seconds: 120, rounds: 3 });
  await one.emulateMedia({ forcedColors: "active" });
  const shown = (selector: string, part?: string) =>
    one
      .locator(selector)
      .evaluateAll(
        (all, part) => all.map((one) => getComputedStyle(one, part).backgroundColor),
        part,
      );
  expect(new Set(await shown(".dock-swatch")).size, "inks").toBe(12);
  const [ground] = await shown(".dock");
  for (const dot of await shown(".dock-dot")) expect(dot, "a size").not.toBe(ground);
  await one.getByRole("button", { name: "Any colour…" }).click();
  expect(new Set(await shown(".paint", "::before")).size, "paints").toBe(70);
});

test("no screen is wider than a phone, also at twice the text size", async ({ join, tandem }) => {
  test.setTimeout(180_000);
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const [one, two] = await match(join, { round_seconds: 120, rounds: 3 }, phone);
  await expect(one.getByText("Round 1 of 3").first()).toBeAttached();
  await expectNoWider(one);
  await one.reload();
  for (const page of [one, two]) await page.setViewportSize({ width: 1440, height: 900 });
  for (const _ of [1, 2, 3]) await goOn(one, two);
  await one.waitForURL(/\/g\/\w+$/);
  await one.setViewportSize(phone.viewport);
  // The pen of the home page's example may stick out for a moment while it draws.
  await one.emulateMedia({ reducedMotion: "reduce" });
  const game = new URL(one.url()).pathname;
  const lobby = `/l/${await openPublicLobby(two)}`;
  const admin = places.map((place) => `/admin/${place}`);
  await signIn(one, tandem.adminToken);
  for (const language of ["en", "es"]) {
    await one.evaluate((language) => localStorage.setItem("tandem.language", language), language);
    for (const path of [game, lobby, "/", "/games", "/quick", "/g/none", "/admin", ...admin]) {
      await one.goto(path);
      await one.waitForLoadState("networkidle");
      await expectNoWider(one);
    }
  }
  await two.close();
});
