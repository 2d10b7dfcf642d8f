import type { Frame, Page } from "@playwright/test";
import axe, { type RunOptions } from "axe-core";
import { desktop, phone, shootAs } from "./shots";
import { expect } from "./tandem";
import { englishBut, languages } from "./words";

/** A common phone, and the narrowest, which is what 400 % zoom leaves of a window of 1280 px. */
const sizes = [phone.viewport, { width: 320, height: 568 }];

const colours = ["color-contrast", "link-in-text-block"];
const schemes = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  forced: { colorScheme: "dark", forcedColors: "active" },
} as const;

/** How many screens were inspected: axe, which is slow, sees each in another language. */
let inspected = 0;

/**
 * Checks a screen in every language, in every colour scheme, and as narrow as they come: nothing is
 * cut off or left in English, nothing moves that shall not, and axe finds no fault. It switches the
 * page where it is, as another tab would, so that dialogs stay open and games go on. With
 * `INSPECT=all` axe sees each screen in all languages.
 */
export async function inspect(page: Page, view: string): Promise<void> {
  const spokenToAxe = languages[inspected++ % languages.length];
  const before = page.viewportSize();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(axe.source);
  for (const size of sizes) {
    await page.setViewportSize(size);
    // German words are the longest, and Chinese breaks elsewhere.
    const spoken = size === sizes[0] ? languages : ["de", "zh-Hans"];
    for (const language of spoken) {
      const where = `${view} in ${language} at ${size.width} px`;
      await speak(page, language);
      const foreign = englishBut(language);
      const isFirst = size === sizes[0];
      const faults = await page.evaluate(faultyTexts, { foreign, twice: isFirst });
      expect.soft(faults, where).toEqual([]);
      if (!isFirst || !(process.env.INSPECT === "all" || language === spokenToAxe)) continue;
      // Whether colours are apart does not depend on the words, and takes axe longest.
      const rules = Object.fromEntries(colours.map((rule) => [rule, { enabled: false }]));
      expect.soft(await violations(page, { rules }), where).toEqual([]);
      if (process.env.SCREENSHOTS) await shootAs(page, `${view}-${language}`);
    }
  }

  await speak(page, "en");
  await page.setViewportSize(desktop.viewport);
  expect.soft(await violations(page, {}), `${view} on a desktop`).toEqual([]);
  for (const [scheme, media] of Object.entries(schemes)) {
    await page.emulateMedia(media);
    const runOnly = { type: "rule", values: colours } as const;
    expect.soft(await violations(page, { runOnly }), `${view}, ${scheme}`).toEqual([]);
    if (process.env.SCREENSHOTS) await shootAs(page, `${view}-${scheme}`);
  }
  expect.soft(await page.evaluate(motions), `what moves in ${view}`).toEqual([]);
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
  if (before) await page.setViewportSize(before);
}

/** Rules about a whole page, which a frame within it is not. */
const ofPages = ["landmark-one-main", "page-has-heading-one", "region"];

/** Checks a page and all its frames with axe, each for itself. */
export async function checkFrames(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    const isPage = frame.parentFrame() === null;
    const rules = Object.fromEntries(ofPages.map((rule) => [rule, { enabled: isPage }]));
    await frame.evaluate(axe.source);
    expect(await violations(frame, { rules }), frame.url()).toEqual([]);
  }
}

/** Changes the page's language, as a player does in another tab. */
async function speak(page: Page, language: string): Promise<void> {
  const set = (newValue: string) => {
    localStorage.setItem("tandem.language", newValue);
    dispatchEvent(new StorageEvent("storage", { key: "tandem.language", newValue }));
    const settled = () => new Promise(requestAnimationFrame);
    return settled()
      .then(settled)
      .then(() => document.documentElement.lang);
  };
  await expect.poll(() => page.evaluate(set, language)).toBe(language);
}

/** The rules of axe that a page, or one of its frames, breaks; axe is in it. */
async function violations(page: Page | Frame, options: RunOptions): Promise<string[]> {
  const found = await page.evaluate(
    (options) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        ...options,
        resultTypes: ["violations"],
      }),
    options,
  );
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
  );
}

/**
 * What makes the page wider than the window, on request at twice the text size, too; texts that lie
 * outside the window, or outside what cuts them off or frames them; and texts in English. A player's
 * name may be shortened, but not by the window.
 */
function faultyTexts({ foreign, twice }: { foreign: string[]; twice: boolean }): string[] {
  const found: string[] = [];
  const { documentElement: root } = document;
  document.getElementById("app")?.style.setProperty("overflow-x", "visible");
  for (const size of twice ? ["200%", ""] : [""]) {
    root.style.fontSize = size;
    const wider = root.scrollWidth - root.clientWidth;
    const widest = [...document.querySelectorAll("body *")].find(
      (element) => element.getBoundingClientRect().right >= root.scrollWidth - 1,
    );
    if (wider > 0) found.push(`${wider} px too wide at ${size || "100%"}: ${widest?.className}`);
  }

  const wrong = new Set(foreign);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const words = text.textContent?.trim();
    const parent = text.parentElement;
    if (!words || !parent?.checkVisibility()) continue;
    if (wrong.has(words)) found.push(`English: ${words}`);
    const range = document.createRange();
    range.selectNodeContents(text);
    let { left, right } = range.getBoundingClientRect();
    const isName = parent.closest("bdi") !== null;
    const frames: { left: number; right: number }[] = [{ left: 0, right: innerWidth }];
    let hidden = false;
    for (let at: Element | null = parent; at; at = at.parentElement) {
      const { overflowX, textOverflow, display, clipPath } = getComputedStyle(at);
      hidden ||= clipPath !== "none" || overflowX === "auto"; // for screen readers only, or scrolled
      if (isName && textOverflow === "ellipsis") ({ left, right } = at.getBoundingClientRect());
      else if (at.matches("button, a") || overflowX === "hidden") {
        if (display !== "inline") frames.push(at.getBoundingClientRect());
      }
    }
    const fits = frames.every((frame) => left >= frame.left - 1 && right <= frame.right + 1);
    if (!hidden && !fits) found.push(`cut off: ${words}`);
  }
  return found;
}

/** Animations and transitions of more than a fade, for a player who wants none. */
function motions(): string[] {
  const moving = /translate|scale|rotate|transform|^(left|right|top|bottom|all)$/;
  const found = document.getAnimations().flatMap(({ effect }) => {
    const { target, pseudoElement } = effect as KeyframeEffect;
    const properties = (effect as KeyframeEffect).getKeyframes().flatMap(Object.keys);
    return properties.some((property) => moving.test(property))
      ? [`${target?.className} ${pseudoElement ?? ""}`]
      : [];
  });
  for (const element of document.querySelectorAll("body *")) {
    for (const pseudo of [undefined, "::before"]) {
      const { transitionProperty, transitionDuration } = getComputedStyle(element, pseudo);
      if (transitionDuration !== "0s" && moving.test(transitionProperty))
        found.push(`${element.className} ${pseudo ?? ""}`);
    }
  }
  return found;
}
