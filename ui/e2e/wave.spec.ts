import type { Page } from "@playwright/test";
import { shootIfWanted } from "./shots";
import { expect, test } from "./tandem";
import { five, inRoom, key, pairsOf, playOut, playToReveal, ready } from "./waves";

test("five players, paired as they come, never get the same partner twice in a row", async ({
  join,
}) => {
  const pages = await five(join, { pairing: "as_they_come" });
  for (const page of pages) await ready(page);
  const first = await pairsOf(pages);
  const satOut = pages.filter((page) => !inRoom(page));
  await playOut(first);

  for (const page of pages) if (!satOut.includes(page)) await ready(page);
  const second = await pairsOf(pages);
  const met = [...first.values()].map((pair) => key(pair, pages));
  for (const pair of second.values()) expect(met).not.toContain(key(pair, pages));
  expect(satOut.every(inRoom), "who sat out plays").toBe(true);
});

test("five players in two waves never get the same partner again", async ({ join }) => {
  const pages = await five(join, { pairing: "everyone" });
  for (const page of pages.slice(1)) await ready(page);
  await expect(pages[0].getByRole("button", { name: "Next wave, all 5 here" })).toBeVisible();
  await shootIfWanted(pages[0], "wave");
  expect(pages.filter(inRoom), "before all are ready").toEqual([]);
  await ready(pages[0]);
  const first = await pairsOf(pages);
  const satOut = pages.filter((page) => !inRoom(page));
  const [out] = satOut;
  await expect(out.getByText(/^The others draw for about [56]:\d\d more\.$/)).toBeVisible();
  await expect(out.getByRole("img", { name: "A sheet to warm up on" })).toBeVisible();
  await shootIfWanted(out, "odd-one-out");
  const lobby = out.url();
  await out.getByRole("button", { name: "Draw with a ghost" }).click();
  await expect(out.getByText(/^You are drawing with ink that .+ left on /).first()).toBeVisible();
  await playToReveal(first);
  await out.getByRole("button", { name: "Leave", exact: true }).last().click();
  await out.getByRole("button", { name: "Leave the game" }).click();
  await out.goto(lobby);
  await expect(out.getByText("Looking at their drawing")).toHaveCount(4);

  await pages[0].getByRole("button", { name: /^Next wave/ }).click();
  const second = await pairsOf(pages);
  const met = [...first.values()].map((pair) => key(pair, pages));
  for (const pair of second.values()) expect(met).not.toContain(key(pair, pages));
  expect(satOut.every(inRoom), "who sat out plays").toBe(true);
});

test("five players pick their partners twice", async ({ join }) => {
  const pages = await five(join, { pairing: "pick" });
  const [mila, jonas, aiko, priya, tomas] = pages;
  const ask = (page: Page, name: string) =>
    page.getByRole("button", { name: `Ask ${name} to draw with you` }).click();
  const yes = (page: Page) => page.getByRole("button", { name: "Yes, let’s draw" }).click();

  await ask(mila, "Jonas");
  await expect(jonas.getByText("Mila wants to draw with you")).toBeVisible();
  await shootIfWanted(jonas, "asked");
  await jonas.getByRole("button", { name: "Not now" }).click();
  await expect(mila.getByText("Pick who you want to draw with.")).toBeVisible();
  await shootIfWanted(mila, "pick");
  await ask(mila, "Aiko");
  await yes(aiko);
  await ask(priya, "Tomás");
  await yes(tomas);
  await playOut(await pairsOf(pages));

  await ask(jonas, "Mila");
  await yes(mila);
  await ask(aiko, "Priya");
  await yes(priya);
  await pairsOf(pages);
});

test("a removed member can't return, and the host can make another member the host", async ({
  join,
}) => {
  const [mila, jonas, aiko] = await five(join, {});
  await mila.getByRole("button", { name: "What to do with Jonas" }).click();
  await shootIfWanted(mila, "member");
  await mila.getByRole("button", { name: "Send Jonas out" }).click();
  await expect(jonas.getByRole("heading", { name: "The host sent you out" })).toBeVisible();
  await shootIfWanted(jonas, "removed");
  await expect(mila.getByText("4 players")).toBeVisible();
  await jonas.reload();
  await expect(jonas.getByRole("heading", { name: "The host sent you out" })).toBeVisible();

  await mila.getByRole("button", { name: "The lobby" }).click();
  await mila.getByLabel("What it is called").fill("Class 4b");
  await mila.getByLabel("Locked: nobody new comes in").check();
  await shootIfWanted(mila, "rules");
  await mila.getByRole("button", { name: "Save" }).click();
  await expect(aiko.getByRole("heading", { name: "Class 4b" })).toBeVisible();
  const late = await join("Late");
  await late.goto(mila.url());
  await expect(late.getByText("The host has locked this lobby", { exact: false })).toBeVisible();

  await mila.getByRole("button", { name: "Leave" }).click();
  await expect(mila.getByRole("button", { name: "Play with a friend" })).toBeVisible();
  await expect(
    aiko.getByRole("listitem").filter({ hasText: "Aiko" }).getByText("host", { exact: true }),
  ).toBeVisible();
  await aiko.getByRole("button", { name: "What to do with Priya" }).click();
});

test("a code with a typo leads to the lobby", async ({ join }) => {
  const host = await join("Mila");
  const { code } = await (await host.request.post("/api/lobbies", { data: {} })).json();
  const guest = await join("Jonas");
  await guest.goto(`/l/${code.slice(0, 2)}x${code.slice(2)}`);
  await expect(guest.getByRole("heading", { name: "Here now" })).toBeVisible();
  await expect(guest).toHaveURL(new RegExp(`/l/${code}$`));
});
