import { startProxy } from "./proxy";
import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";

for (const [place, name] of [
  ["/quick", "quick play"],
  ["/l/", "a lobby"],
]) {
  test(`two players are matched in ${name} behind a proxy that buffers event streams`, async ({
    join,
    tandem,
  }) => {
    const proxy = await startProxy(tandem.url, "holds streams");
    const mila = await join("Mila", { baseURL: proxy.url });
    const jonas = await join("Jonas", { baseURL: proxy.url });
    if (place === "/quick") {
      for (const page of [mila, jonas]) await page.goto(place);
    } else {
      const { code } = await (await mila.request.post("/api/lobbies", { data: {} })).json();
      for (const page of [mila, jonas]) await page.goto(place + code);
      await expect(mila.getByRole("listitem").filter({ hasText: "Jonas" })).toBeVisible();
      for (const page of [mila, jonas])
        await page.getByRole("button", { name: "Ready", exact: true }).click();
    }
    await Promise.all([mila, jonas].map((page) => page.waitForURL(/\/r\/\w+$/)));
    expect(mila.url()).toBe(jonas.url());
    expect(tandem.log().match(/hold event streams back/g)).toHaveLength(1);
    await proxy.remove();
  });
}

test("behind a proxy that drops Upgrade, the room tells the players and the log the operator", async ({
  join,
  tandem,
}) => {
  const proxy = await startProxy(tandem.url, "drops upgrade");
  const mila = await join("Mila", { baseURL: proxy.url });
  const jonas = await join("Jonas", { baseURL: proxy.url, locale: "es-MX" });
  for (const page of [mila, jonas]) await page.goto("/quick");
  await mila.waitForURL(/\/r\/\w+$/);
  await expect(mila.getByRole("heading", { name: "Your pens can’t get through" })).toBeVisible();
  await mila.getByText("For whoever runs it").click();
  await expect(mila.getByText("Upgrade, Connection and Host", { exact: false })).toBeVisible();
  await shootIfWanted(mila, "no-sockets");
  await expect(jonas.getByRole("heading", { name: "Vuestros trazos no llegan" })).toBeVisible();
  expect(tandem.log().match(/websockets do not get through/g)).toHaveLength(1);
  await proxy.remove();
});

test("a browser without cookies is told so once", async ({ browser, tandem }) => {
  const context = await browser.newContext({ baseURL: tandem.url });
  const page = await context.newPage();
  // Sends no cookies, like a browser that blocks them.
  await page.route("**/api/**", async (route) => {
    const { cookie: _, ...headers } = route.request().headers();
    await route.fulfill({ response: await route.fetch({ headers: { ...headers, cookie: "" } }) });
  });
  await page.goto("/");
  await page.getByRole("button", { name: "Play with a friend" }).click();
  await expect(page.getByRole("heading", { name: "Your browser keeps no cookies" })).toBeVisible();
  await shootIfWanted(page, "no-cookies");
  await context.close();
});
