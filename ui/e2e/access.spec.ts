import { inspect } from "./inspect";
import { gather, goOn, match, openPublicLobby } from "./lobby";
import { phone, shootAs } from "./shots";
import { expect, test } from "./tandem";

test("the screens before a game are accessible in every language and scheme", async ({ join }) => {
  const [host, guest] = await gather(join, { round_seconds: 120, rounds: 3 }, phone);
  await inspect(host, "lobby");
  await host.getByRole("button", { name: "Change" }).click();
  const game = host.getByRole("dialog", { name: "This game" });
  await inspect(host, "game-settings");
  const prompts = game.getByRole("combobox", { name: "Prompts", exact: true });
  await prompts.selectOption({ label: "Write your own…" });
  await expect(host.getByRole("dialog", { name: "Your own prompts" })).toBeVisible();
  await inspect(host, "own-prompts");
  await host.keyboard.press("Escape");
  await game.getByRole("button", { name: "The lobby", exact: true }).click();
  await host.getByRole("switch", { name: "Only names I know come in" }).click();
  await inspect(host, "lobby-rules");

  await host.goto("/");
  await expect(host.getByRole("button", { name: "Play with a friend" })).toBeVisible();
  await inspect(host, "home");
  await host.getByRole("button", { name: "Settings" }).click();
  await expect(host.getByRole("dialog", { name: "Settings" })).toBeVisible();
  await inspect(host, "settings");
  await host.goto("/l/no-such-lobby");
  await expect(host.getByText("No lobby by this name")).toBeVisible();
  await inspect(host, "unknown-lobby");
  await host.goto("/no-such-page");
  await expect(host.getByText("Nothing drawn here")).toBeVisible();
  await inspect(host, "not-found");
  await host.goto("/games");
  await expect(host.getByRole("heading", { name: "No game yet" })).toBeVisible();
  await inspect(host, "no-games");

  await openPublicLobby(guest);
  await host.goto("/quick");
  await expect(host.getByRole("heading", { name: "Or join a lobby" })).toBeVisible();
  await inspect(host, "quick");
  const closed = await guest.request.post("/api/lobbies", {
    data: { rules: { names_only: true, names: ["Jonas", "Aiko"], offer_names: true } },
  });
  await host.goto(`/l/${(await closed.json()).code}`);
  await expect(host.getByText("Which one are you?")).toBeVisible();
  await inspect(host, "free-names");
});

test("the screens of a game are accessible in every language and scheme", async ({ join }) => {
  const [one, two] = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(one.getByText("Round 1 of 3").first()).toBeAttached();
  await one.setViewportSize(phone.viewport);
  await inspect(one, "room");
  await one.getByRole("button", { name: "More tools" }).click();
  await inspect(one, "fold");
  await one.getByRole("button", { name: "Any colour…" }).click();
  await inspect(one, "colours");
  await one.keyboard.press("Escape");
  await one.keyboard.press("?");
  await inspect(one, "keys");
  await one.keyboard.press("Escape");
  await one.getByRole("button", { name: "More", exact: true }).click();
  await inspect(one, "more");
  await one.getByRole("button", { name: "Leave the game" }).click();
  await inspect(one, "leave");
  await one.getByRole("button", { name: "Stay" }).click();

  for (const _ of [1, 2, 3]) await goOn(two, one);
  await one.waitForURL(/\/g\/\w+$/);
  await expect(one.getByRole("heading", { level: 1 })).toBeVisible();
  await inspect(one, "reveal");
  await one.getByRole("button", { name: "Download" }).click();
  await inspect(one, "download");
  await one.keyboard.press("Escape");
  await one.getByRole("button", { name: "Report" }).click();
  await inspect(one, "report");
  await one.keyboard.press("Escape");
  await one.getByRole("link", { name: "Back to the lobby" }).click();
  await expect(one.getByText("Your drawings will hang here.")).toBeHidden();
  await inspect(one, "lobby-after");
  await one.goto(`${one.url()}/wall`);
  await inspect(one, "wall");
  await one.goto("/games");
  await expect(one.getByRole("link", { name: /With / })).toBeVisible();
  await inspect(one, "games");
  await one.getByRole("button", { name: "Forget me" }).click();
  await inspect(one, "forget");

  await two.request.put("/api/me", { data: { name: "Marvellous Hippopotamus" } });
  await two.goto("/quick?ghost");
  await two.waitForURL(/\/r\/\w+$/);
  await two.setViewportSize(phone.viewport);
  await two.getByRole("button", { name: "More", exact: true }).click();
  await inspect(two, "ghost");
});

test("a match takes the focus into the room, which says what happens there", async ({ join }) => {
  const [one, two] = await match(join, { round_seconds: 120, rounds: 3 });
  const room = one.getByRole("main", { name: /^Drawing with (Mila|Jonas)$/ });
  await expect(room).toBeFocused();
  await one.keyboard.press("Tab");
  await expect(room.locator(":focus"), "the first control").toHaveCount(1);

  const news = one.locator("[aria-live=polite]", { hasText: /: Heart$/ });
  await two.getByRole("button", { name: "Heart" }).click();
  const first = await news.locator("span").elementHandle();
  await expect(async () => {
    await two.getByRole("button", { name: "Heart" }).click();
    expect(await first?.evaluate((span) => span.isConnected)).toBe(false);
  }, "the same reaction is said again").toPass();
  await expect(news).toBeAttached();

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
  await expect(one.locator(".dock-name"), "the chosen ink").toHaveText("Soot");
  await expect(one.locator(".dock-name")).toBeVisible();
  await one.getByRole("button", { name: "Any colour…" }).click();
  expect(new Set(await shown(".paint", "::before")).size, "paints").toBe(70);
});

test("buttons grow and the tools change sides, as the player sets it", async ({ join }) => {
  const [host, guest] = await gather(join, { round_seconds: 120, rounds: 3 });
  const lobby = host.url();
  await host.goto("/");
  await host.getByRole("button", { name: "Settings" }).click();
  await host.getByRole("switch", { name: "Big buttons" }).click();
  await host.getByRole("switch", { name: "Left-handed" }).click();
  await expect(host.getByRole("switch", { name: "Left-handed" })).toBeChecked();
  await host.getByRole("button", { name: "Done" }).click();
  await host.goto(lobby);
  for (const page of [host, guest])
    await page.getByRole("button", { name: "Ready", exact: true }).click();
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();

  for (const [width, height, isAside] of [
    [1440, 900, true],
    [1280, 720, true],
    [844, 390, true],
    [390, 844, false],
    [320, 568, false],
  ] as const) {
    await host.setViewportSize({ width, height });
    const size = `${width}x${height}`;
    if (process.env.SCREENSHOTS) await shootAs(host, `hands-${size}`);
    expect.soft(await host.evaluate(smallTargets), size).toEqual([]);
    const sheet = await host.locator(".room-sheet").boundingBox();
    const dock = await host.locator(".dock").boundingBox();
    if (!sheet || !dock) throw new Error("no sheet or dock");
    expect.soft(sheet.height, `the sheet at ${size}`).toBeGreaterThan(150);
    if (isAside) expect.soft(dock.x, size).toBeGreaterThan(sheet.x + sheet.width - 1);
    expect.soft(dock.x + dock.width, size).toBeLessThanOrEqual(width);
  }
});

/** What is pressed, and lower than a big button, or narrower than a sixth of the narrowest phone. */
function smallTargets(): string[] {
  return [...document.querySelectorAll("button, select, .dock label, a[href]")]
    .filter((target) => target.checkVisibility({ visibilityProperty: true }))
    .map((target) => ({ target, box: target.getBoundingClientRect() }))
    .filter(({ box }) => box.height < 55.5 || box.width < 52)
    .map(({ target, box }) => `${target.outerHTML.slice(0, 80)}: ${box.width} x ${box.height}`);
}
