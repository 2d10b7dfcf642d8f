import { expect, type Page } from "@playwright/test";

/** The sheet of a room, which tells tests what the page has. */
export const canvas = (page: Page) => page.locator("canvas[data-seq]");

/** A digest of what is to be seen on it, to the pixel: FNV-1a over the words of its pixels. */
export const pixels = (page: Page) =>
  canvas(page).evaluate((element: HTMLCanvasElement) => {
    const context = element.getContext("2d") as CanvasRenderingContext2D;
    const { data } = context.getImageData(0, 0, element.width, element.height);
    let digest = 0x811c9dc5;
    for (const word of new Uint32Array(data.buffer)) digest = Math.imul(digest ^ word, 0x01000193);
    return (digest >>> 0).toString(16);
  });

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
