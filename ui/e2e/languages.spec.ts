import { readdirSync } from "node:fs";
import { join as joinPath } from "node:path";
import type { Page } from "@playwright/test";
import { gather, goOn } from "./lobby";
import { phone, shootAs } from "./shots";
import { expect, test } from "./tandem";

const i18n = joinPath(import.meta.dirname, "../src/i18n");
const languages = readdirSync(i18n, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Texts that lie outside the window, or outside what cuts them off or frames them. */
function misplacedTexts(): string[] {
  const found: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const parent = text.parentElement;
    if (!text.textContent?.trim() || !parent?.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const { left, right } = range.getBoundingClientRect();
    const frames: { left: number; right: number }[] = [{ left: 0, right: innerWidth }];
    let hidden = false;
    for (let at: Element | null = parent; at; at = at.parentElement) {
      const { overflowX, display, clipPath } = getComputedStyle(at);
      hidden ||= clipPath !== "none" || overflowX === "auto"; // for screen readers only, or scrolled
      if (at.matches("button, a") || overflowX === "hidden") {
        if (display !== "inline") frames.push(at.getBoundingClientRect());
      }
    }
    const fits = frames.every((frame) => left >= frame.left - 1 && right <= frame.right + 1);
    if (!hidden && !fits) found.push(text.textContent);
  }
  return found;
}

test("each language is spoken on every main screen of a phone, and all its words have room", async ({
  join,
}) => {
  test.setTimeout(120_000);

  /** Checks where the page is, in each language, and leaves it there in English. */
  async function look(page: Page, view: string): Promise<void> {
    for (const language of [...languages.filter((tag) => tag !== "en"), "en"]) {
      await page.evaluate((tag) => localStorage.setItem("tandem.language", tag), language);
      await page.reload();
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await expect(page.getByRole("heading").first()).toBeVisible();
      if (process.env.SCREENSHOTS) await shootAs(page, `${view}-${language}`);
      expect(await page.evaluate(misplacedTexts), `${view} in ${language}`).toEqual([]);
    }
  }

  const [host, guest] = await gather(join, { round_seconds: 120, rounds: 3 }, phone, {});
  await look(host, "lobby");
  const lobby = host.url();
  await host.goto("/");
  await look(host, "home");
  await host.goto(lobby);
  for (const page of [host, guest]) {
    await page.getByRole("button", { name: "Ready", exact: true }).click();
  }
  await Promise.all([host, guest].map((page) => page.waitForURL(/\/r\/\w+$/)));
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  await look(host, "room");
  await expect(host.getByText("Round 1 of 3").first()).toBeAttached();
  for (const _ of [1, 2, 3]) await goOn(guest, host);
  await host.waitForURL(/\/g\/\w+$/);
  await look(host, "reveal");
  await host.goto("/quick");
  await look(host, "quick");
});
