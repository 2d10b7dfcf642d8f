import type { BrowserContextOptions, Page } from "@playwright/test";
import { goOn } from "./lobby";
import { expect, type Join } from "./tandem";

export const names = ["Mila", "Jonas", "Aiko", "Priya", "Tomás"] as const;

/** Five players in one lobby. The first is its host. */
export async function five(
  join: Join,
  rules: Record<string, unknown>,
  options: (player: number) => BrowserContextOptions = () => ({}),
): Promise<Page[]> {
  const pages: Page[] = [];
  for (const [i, name] of names.entries()) pages.push(await join(name, options(i)));
  const created = await pages[0].request.post("/api/lobbies", {
    data: { settings: { round_seconds: 120, rounds: 3 }, rules },
  });
  expect(created.status()).toBe(201);
  const { code } = await created.json();
  for (const page of pages) await page.goto(`/l/${code}`);
  await expect(pages[0].getByText("5 players")).toBeVisible();
  return pages;
}

export const inRoom = (page: Page) => /\/r\/\w+$/.test(page.url());

/** The pages in each room. Pages of players who sit out stay in the lobby. */
export async function pairsOf(pages: Page[]): Promise<Map<string, Page[]>> {
  await expect.poll(() => pages.filter(inRoom).length, { message: "two pairs" }).toBe(4);
  const rooms = new Map<string, Page[]>();
  for (const page of pages.filter(inRoom)) {
    const { pathname } = new URL(page.url());
    rooms.set(pathname, [...(rooms.get(pathname) ?? []), page]);
  }
  expect([...rooms.values()].map((pair) => pair.length)).toEqual([2, 2]);
  return rooms;
}

/** Plays both games to the end, and returns all pages to the lobby. */
export async function playOut(rooms: Map<string, Page[]>): Promise<void> {
  await playToReveal(rooms);
  for (const page of [...rooms.values()].flat()) {
    await page.getByRole("link", { name: "Back to the lobby" }).click();
    await expect(page.getByRole("heading", { name: "Here now" })).toBeVisible();
  }
}

export async function playToReveal(rooms: Map<string, Page[]>): Promise<void> {
  const play = async ([a, b]: Page[]) => {
    await expect(a.getByText("Round 1 of 3").first()).toBeAttached();
    await expect(b.getByText("Round 1 of 3").first()).toBeAttached();
    for (const _ of [1, 2, 3]) await goOn(a, b);
    for (const page of [a, b]) await page.waitForURL(/\/g\/\w+$/);
  };
  await Promise.all([...rooms.values()].map(play));
}

export const key = (pair: Page[], pages: Page[]) =>
  pair
    .map((page) => names[pages.indexOf(page)])
    .sort()
    .join(" and ");

export const ready = (page: Page) =>
  page.getByRole("button", { name: "Ready", exact: true }).click();
