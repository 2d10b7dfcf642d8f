import { readdir, readFile } from "node:fs/promises";
import { join as joinPath } from "node:path";
import { lettersWide } from "../src/room/prompt/lettersWide";
import { match } from "./lobby";
import { expect, test } from "./tandem";

/** Window sizes: phones in portrait and landscape, tablets, 300 % zoom, and twice the text size. */
const pages = [
  { width: 320, height: 568 },
  { width: 360, height: 640 },
  { width: 390, height: 844 },
  { width: 844, height: 390 },
  { width: 667, height: 375 },
  { width: 1024, height: 768 },
  { width: 1180, height: 820 },
  { width: 1280, height: 800 },
  { width: 427, height: 267 },
  { width: 390, height: 844, letters: 32 },
  { width: 1280, height: 800, letters: 32 },
];

test("the longest prompts of the library fit on every window size, and the sheet keeps its height", async ({
  join,
}) => {
  const folder = joinPath(import.meta.dirname, "../../prompts/library");
  const prompts: string[] = [];
  for (const file of await readdir(folder)) {
    const { sets } = JSON.parse(await readFile(joinPath(folder, file), "utf8"));
    prompts.push(...sets.flatMap((set: { series: string[][] }) => set.series.flat()));
  }
  expect(prompts.length).toBeGreaterThan(2500);
  // If the longest prompts fit, the others do, too.
  prompts.sort((a, b) => lettersWide(b) - lettersWide(a)).splice(120);
  prompts.push("Eine Donaudampfschifffahrtsgesellschaftskapitänskajüte mit Aussicht aufs Meer");
  prompts.push("一条在巨大的图书馆里偷偷读着恐龙小说、还戴着眼镜的蚯蚓，在左下角");
  const wide = prompts.map((words) => ({ words, letters: lettersWide(words) }));

  const [page] = await match(join, { round_seconds: 120 });
  await expect(page.locator('[data-phase="round"]')).toBeVisible();
  for (const { letters, ...size } of pages) {
    await page.setViewportSize(size);
    const seen = await page.evaluate(
      ({ prompts, letters }) => {
        document.documentElement.style.fontSize = letters ? `${letters}px` : "";
        const card = document.querySelector(".prompt-card:has(h2)") as HTMLElement;
        const face = card.querySelector(".prompt-face") as HTMLElement;
        const words = card.querySelector("h2") as HTMLElement;
        const [was, wasLetters] = [words.textContent, words.style.getPropertyValue("--letters")];
        const cut: string[] = [];
        let lines = 0;
        for (const prompt of prompts) {
          words.textContent = prompt.words;
          words.style.setProperty("--letters", String(prompt.letters));
          const { fontSize } = getComputedStyle(words);
          lines = Math.max(
            lines,
            Math.round(words.scrollHeight / (Number.parseFloat(fontSize) * 1.08)),
          );
          if (
            words.scrollHeight > words.clientHeight + 2 ||
            words.scrollWidth > words.clientWidth + 1 ||
            face.scrollHeight > card.clientHeight + 1
          )
            cut.push(prompt.words);
        }
        words.textContent = was;
        words.style.setProperty("--letters", wasLetters);
        const sheet = document.querySelector(".room-sheet") as HTMLElement;
        const room = document.querySelector(".room") as HTMLElement;
        return {
          cut: cut.length,
          lines,
          sheet: sheet.clientHeight,
          scrolls: getComputedStyle(room).overflowY,
        };
      },
      { prompts: wide, letters },
    );
    const where = `${size.width}x${size.height}${letters ? `, letters of ${letters} px` : ""}`;
    expect(seen, where).toMatchObject({ cut: 0, scrolls: "auto" });
    expect(seen.sheet, where).toBeGreaterThan(150);
    if (size.width > 360 && !letters) expect(seen.lines, where).toBeLessThanOrEqual(4);
  }
});
