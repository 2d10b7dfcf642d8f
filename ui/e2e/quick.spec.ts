import { goOn, openPublicLobby } from "./lobby";
import { finger, mouse, pen, pinch } from "./pointers";
import { countInk, painted } from "./sheet";
import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

test("two strangers are matched in quick play, but not yet with another language", async ({
  join,
}) => {
  const juan = await join("Juan", { locale: "es-MX" });
  await juan.goto("/quick");
  await expect(juan.getByText("De momento no hay nadie más.", { exact: false })).toBeVisible();

  const mila = await join("Mila");
  await mila.goto("/");
  await expect(mila.getByText("1 person is waiting", { exact: false })).toBeVisible();
  await shootIfWanted(mila, "home");
  await mila.getByRole("link", { name: "Quick play" }).click();
  await expect(mila.getByText("1 other player is waiting.", { exact: false })).toBeVisible();
  const sheet = mila.getByRole("img", { name: "A sheet to warm up on" });
  await sheet.waitFor();
  await mouse(mila).stroke([60, 60], [150, 140], [300, 180]);
  await mila.evaluate(painted);
  expect(await sheet.evaluate(countInk), "pixels of ink on the warm-up sheet").toBeGreaterThan(
    2000,
  );
  await shootIfWanted(mila, "quick");

  const second = await mila.context().newPage();
  await second.goto("/quick");
  await expect(mila.getByText("You are waiting somewhere else")).toBeVisible();
  await mila.getByRole("button", { name: "Wait here" }).click();
  await expect(second.getByText("You are waiting somewhere else")).toBeVisible();

  const jonas = await join("Jonas");
  await jonas.goto("/quick");
  await Promise.all([mila, jonas].map((page) => page.waitForURL(/\/r\/\w+$/)));
  expect(mila.url()).toBe(jonas.url());
  await expect(mila.getByText("Round 1 of 6").first()).toBeAttached();

  // After 12 s without a match, the page suggests a ghost, or a link for a friend.
  await expect(juan.getByRole("button", { name: "Mejor compartir un enlace" })).toBeVisible({
    timeout: 25_000,
  });
  await shootIfWanted(juan, "lonely");
  await juan.getByRole("button", { name: "Mejor compartir un enlace" }).click();
  await juan.waitForURL(/\/l\/[a-z]+-[a-z]+-[a-z]+$/);
  const { others } = await (await juan.request.get("/api/quick")).json();
  expect(others, "players still waiting").toBe(0);
});

test("a warm-up sheet takes fingers, a pen and two fingers as a room's does", async ({ join }) => {
  const mila = await join("Mila", { viewport: { width: 390, height: 844 }, hasTouch: true });
  await mila.goto("/quick");
  const sheet = mila.getByRole("img", { name: "A sheet to warm up on" });
  await sheet.scrollIntoViewIfNeeded();
  const ink = async () => {
    await mila.evaluate(painted);
    return sheet.evaluate(countInk);
  };

  await pinch(mila, [[400, 300], [600, 300]], [[200, 300], [800, 300]]); // biome-ignore format: two fingers
  expect(await ink(), "after two fingers").toBe(0);

  await finger(mila).stroke([100, 100], [300, 100], [500, 100]);
  const byFinger = await ink();
  expect(byFinger, "after a finger").toBeGreaterThan(2000);

  await mila.getByRole("radio", { name: "Fox" }).check({ force: true });
  await pen(mila).stroke([100, 300], [200, 300], [300, 300], [400, 300], [500, 300]);
  const byPen = await ink();
  expect(byPen, "after a pen").toBeGreaterThan(byFinger);

  await finger(mila).stroke([100, 500], [500, 500]);
  expect(await ink(), "after a palm beside the pen").toBe(byPen);
  await mila.getByRole("switch", { name: "Fingers draw" }).click();
  await finger(mila).stroke([100, 500], [500, 500]);
  expect(await ink(), "after a finger again").toBeGreaterThan(byPen);
  await shootIfWanted(mila, "warm-up");

  await mila.getByRole("button", { name: "Clear" }).click();
  expect(await ink(), "after a clear").toBe(0);
});

test("strangers publish their game if both agree, report, and play again if both agree", async ({
  join,
}) => {
  const mila = await join("Mila");
  const jonas = await join("Jonas");
  for (const page of [mila, jonas]) await page.goto("/quick");
  await Promise.all([mila, jonas].map((page) => page.waitForURL(/\/r\/\w+$/)));
  for (const page of [mila, jonas])
    await expect(page.getByText("Round 1 of 6").first()).toBeAttached();
  for (const _ of [1, 2, 3, 4, 5, 6]) await goOn(mila, jonas);
  await Promise.all([mila, jonas].map((page) => page.waitForURL(/\/g\/\w+$/)));

  const eve = await join("Eve");
  await eve.goto(mila.url());
  await expect(eve.getByRole("heading", { name: "No drawing here" })).toBeVisible();
  await mila.getByLabel("Let others see this page").check();
  await expect(jonas.getByText("Only the two of you can see it.")).toBeVisible();
  await jonas.getByLabel("Let others see this page").check();
  await expect(jonas.getByText("Anyone with the link can see this page.")).toBeVisible();
  await eve.reload();
  await expect(eve.getByRole("heading", { level: 1 })).toContainText("sheet");

  await shootIfWanted(jonas, "between");
  await jonas.getByRole("button", { name: "Report" }).click();
  await jonas.getByText("Manners").click();
  await jonas.getByLabel("A few words, if you like").fill("A test, no more.");
  await shootIfWanted(jonas, "report");
  await jonas.getByRole("button", { name: "Send the report" }).click();
  await expect(jonas.getByText("Thank you.", { exact: false })).toBeVisible();

  await mila.getByRole("button", { name: "Again", exact: true }).click();
  await expect(jonas.getByText("Mila wants to play again.")).toBeVisible();
  await expect(mila.getByText("Jonas is asked.", { exact: false })).toBeVisible();
  await shootIfWanted(mila, "again");
  await jonas.getByRole("button", { name: "Again", exact: true }).click();
  await Promise.all([mila, jonas].map((page) => page.waitForURL(/\/r\/\w+$/)));
  expect(mila.url()).toBe(jonas.url());
});

test("a public lobby can be joined from quick play", async ({ join }) => {
  const host = await join("Mila");
  const code = await openPublicLobby(host);
  const guest = await join("Jonas");
  await guest.goto("/quick");
  const listed = guest.getByRole("listitem").filter({ hasText: "Sunday sketchers" });
  await expect(listed).toContainText("1 is there, Castles");
  await shootIfWanted(guest, "quick-lobbies");
  await guest.getByRole("button", { name: "Join Sunday sketchers" }).click();
  await guest.waitForURL(new RegExp(`/l/${code}$`));
  const { others } = await (await guest.request.get("/api/quick")).json();
  expect(others, "players still waiting").toBe(0);
});
