import { expect, type Page } from "@playwright/test";

/** The sheet of a room, which tells tests what the page has. */
export const canvas = (page: Page) => page.locator("canvas[data-seq]");

/** What is to be seen on it, to the pixel. */
export const pixels = (page: Page) =>
  canvas(page).evaluate((element: HTMLCanvasElement) => element.toDataURL());

/** The last seq that a page has, and the last that it knows to be durable. */
export async function seqs(page: Page): Promise<{ seq: number; durable: number }> {
  const [seq, durable] = await Promise.all(
    ["data-seq", "data-durable"].map((name) => canvas(page).getAttribute(name)),
  );
  return { seq: Number(seq), durable: Number(durable) };
}

/** Waits until the pages have shown, and the server keeps, all that either player drew. */
export async function settled(...pages: Page[]): Promise<void> {
  await expect
    .poll(async () => {
      const all = await Promise.all(pages.map(seqs));
      return new Set(all.flatMap(({ seq, durable }) => [seq, durable])).size;
    })
    .toBe(1);
}
