import type { Page } from "@playwright/test";
import { goOn, match } from "./lobby";
import { expect, test } from "./tandem";

test("a player has a list of their games, and can be forgotten", async ({ join }) => {
  const [one, two] = await match(join, { round_seconds: 120, rounds: 3 });
  await expect(one.getByText("Round 1 of 3").first()).toBeAttached();
  const room = new URL(one.url()).pathname;
  const name = await partnerOf(one);
  const elsewhere = await one.context().newPage();
  await elsewhere.goto("/games");
  await expect(elsewhere.getByRole("link", { name: `With ${name}` })).toHaveAttribute(
    "href",
    room.slice(1),
  );
  await elsewhere.close();
  for (const _ of [1, 2, 3]) await goOn(one, two);
  await one.waitForURL(/\/g\/\w+$/);
  const gamePath = new URL(one.url()).pathname;

  await one.goto("/");
  await one.getByRole("link", { name: "Your games" }).click();
  const game = one.getByRole("link", { name: `With ${name}` });
  await expect(game).toHaveCount(1);
  await expect(game.locator("img")).toHaveJSProperty("complete", true);
  await game.click();
  await one.waitForURL(new RegExp(`${gamePath}$`));
  await one.goBack();

  await one.evaluate(storeInk);
  expect(await one.evaluate(countInk), "ops stored in this browser").toBe(1);
  await one.getByRole("button", { name: "Forget me" }).click();
  await one.getByRole("dialog").getByRole("button", { name: "Forget me" }).click();
  await expect(one.getByText("You are forgotten.")).toBeVisible();
  expect((await one.request.get("/api/me")).status()).toBe(204);
  expect(await one.evaluate(countInk), "ops stored in this browser").toBe(0);
  await expect(one.getByRole("link", { name: "Your games" })).toHaveCount(0);
  await one.goto("/games");
  await expect(one.getByRole("heading", { name: "No game yet" })).toBeVisible();
  await two.goto("/games");
  await expect(two.getByRole("link", { name: "With Someone" })).toHaveCount(1);
});

/** Runs in the page: stores ink that its room never received. */
function storeInk(): Promise<void> {
  return new Promise((done) => {
    indexedDB.open("tandem").onsuccess = ({ target }) => {
      const { result: database } = target as IDBOpenDBRequest;
      const transaction = database.transaction("ink", "readwrite");
      const bytes = new Uint8Array([0]);
      transaction.objectStore("ink").put({ room: "R", pen: 1, n: 1, at: Date.now(), bytes });
      transaction.oncomplete = () => done(database.close());
    };
  });
}

/** Runs in the page: the number of stored ops. */
function countInk(): Promise<number> {
  return new Promise((done) => {
    indexedDB.open("tandem").onsuccess = ({ target }) => {
      const { result: database } = target as IDBOpenDBRequest;
      const count = database.transaction("ink").objectStore("ink").count();
      count.onsuccess = () => {
        database.close();
        done(count.result);
      };
    };
  });
}

/** The partner's name. */
async function partnerOf(page: Page): Promise<string> {
  const { name } = await (await page.request.get("/api/me")).json();
  return name === "Mila" ? "Jonas" : "Mila";
}
