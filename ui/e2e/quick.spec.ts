import { goOn, openPublicLobby } from "./lobby";
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
  const box = await sheet.boundingBox();
  if (!box) throw new Error("the sheet has no box");
  await mila.mouse.move(box.x + 60, box.y + 60);
  await mila.mouse.down();
  await mila.mouse.move(box.x + 260, box.y + 180, { steps: 8 });
  await mila.mouse.up();
  const inked = await sheet.evaluate((element: HTMLCanvasElement) => {
    const { data } = (element.getContext("2d") as CanvasRenderingContext2D).getImageData(
      0,
      0,
      element.width,
      element.height,
    );
    return data.filter((value, i) => i % 4 === 3 && value > 0).length;
  });
  expect(inked, "pixels of ink on the warm-up sheet").toBeGreaterThan(500);
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

  // After 20 s without a match, the page suggests a link for a friend.
  await expect(juan.getByRole("button", { name: "Mejor compartir un enlace" })).toBeVisible({
    timeout: 25_000,
  });
  await shootIfWanted(juan, "lonely");
  await juan.getByRole("button", { name: "Mejor compartir un enlace" }).click();
  await juan.waitForURL(/\/l\/[a-z]+-[a-z]+-[a-z]+$/);
  const { others } = await (await juan.request.get("/api/quick")).json();
  expect(others, "players still waiting").toBe(0);
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
