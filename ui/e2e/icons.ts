import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "@playwright/test";

const PUBLIC = join(import.meta.dirname, "../public");

/** The desk of the look, under icons that have no shape of their own. */
const DESK = "#E5EEDD";

/** Systems cut a maskable icon to a shape of theirs; the middle four fifths are always seen. */
const icons = [
  { file: "192.png", size: 192, share: 1, ground: "transparent" },
  { file: "512.png", size: 512, share: 1, ground: "transparent" },
  { file: "maskable-512.png", size: 512, share: 0.62, ground: DESK },
  { file: "apple-180.png", size: 180, share: 0.78, ground: DESK },
];

/** Not a test: draws the icons of the home screen from favicon.svg. */
test("draw the icons", async ({ page }) => {
  const svg = await readFile(join(PUBLIC, "favicon.svg"), "utf8");
  for (const { file, size, share, ground } of icons) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<style>
        body { margin: 0; display: grid; place-items: center; height: 100vh; background: ${ground}; }
        svg { width: ${share * 100}%; }
      </style>${svg}`,
    );
    const path = join(PUBLIC, "icons", file);
    await page.screenshot({ path, omitBackground: ground === "transparent" });
  }
});
