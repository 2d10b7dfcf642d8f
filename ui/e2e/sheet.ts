import { expect, type Page } from "@playwright/test";
import type { Point } from "./scene";

/** The sheet of a room. Its attributes have the page's state for tests. */
export const canvas = (page: Page) => page.locator("canvas[data-seq]");

/** A digest of the sheet's pixels, once all ink so far is painted. */
export async function pixels(page: Page): Promise<string> {
  await page.evaluate(painted);
  return canvas(page).evaluate(digest);
}

/** Runs in the page: waits for two frames. The first delivers pointer moves, the second paints their ink. */
export const painted = () =>
  new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));

/** Runs in the page: FNV-1a over the words of a sheet's pixels. */
export function digest(sheet: HTMLCanvasElement): string {
  const context = sheet.getContext("2d") as CanvasRenderingContext2D;
  const { data } = context.getImageData(0, 0, sheet.width, sheet.height);
  let digest = 0x811c9dc5;
  for (const word of new Uint32Array(data.buffer)) digest = Math.imul(digest ^ word, 0x01000193);
  return (digest >>> 0).toString(16);
}

/** Runs in the page: the colours at places of the page of 1000 x 750, as "500,300 #d55e00". */
export function coloursAt(sheet: HTMLCanvasElement, places: readonly Point[]): string[] {
  const context = sheet.getContext("2d") as CanvasRenderingContext2D;
  return places.map(([x, y]) => {
    const at = [(x / 1000) * sheet.width, (y / 750) * sheet.height].map(Math.floor);
    const [r, g, b] = context.getImageData(at[0], at[1], 1, 1).data;
    return `${x},${y} #${[r, g, b].map((c) => c.toString(16).padStart(2, "0")).join("")}`;
  });
}

/** Runs in the page: the number of pixels that differ from the paper of the upper left corner. */
export function countInk(sheet: HTMLCanvasElement): number {
  const context = sheet.getContext("2d") as CanvasRenderingContext2D;
  const { data } = context.getImageData(0, 0, sheet.width, sheet.height);
  const pixels = new Uint32Array(data.buffer);
  return pixels.filter((pixel) => pixel !== pixels[0]).length;
}

/** The last seq that a page has, and the last durable one that it knows of. */
export async function seqs(page: Page): Promise<{ seq: number; durable: number }> {
  const [seq, durable] = await Promise.all(
    ["data-seq", "data-durable"].map((name) => canvas(page).getAttribute(name)),
  );
  return { seq: Number(seq), durable: Number(durable) };
}

/** Waits until all pages show all ink, and all of it is durable. */
export async function settled(...pages: Page[]): Promise<void> {
  await expect
    .poll(async () => {
      const all = await Promise.all(pages.map(seqs));
      return new Set(all.flatMap(({ seq, durable }) => [seq, durable])).size;
    })
    .toBe(1);
}

/**
 * Runs in the page: whether a canvas shows more than its paper, and whether it is black at its corner. It looks at a
 * copy, because a page has no context of a canvas that a worker paints.
 */
export function seenOn(canvas: HTMLElement | SVGElement | null): { ink: boolean; black: boolean } {
  const { width = 0, height = 0 } = (canvas ?? {}) as Partial<HTMLCanvasElement>;
  if (width === 0) return { ink: false, black: false };
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [width, height];
  const context = copy.getContext("2d") as CanvasRenderingContext2D;
  context.drawImage(canvas as HTMLCanvasElement, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  return { ink: pixels.some((pixel) => pixel !== pixels[0]), black: pixels[0] === 0xff000000 };
}
