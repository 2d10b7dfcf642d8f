import { expect } from "@playwright/test";
import type { Ink, Point } from "./scene";

export const PAPER = "#fffdf6";
export const inks = {
  Soot: "#000000",
  Tangerine: "#e69f00",
  Sky: "#56b4e9",
  Fern: "#009e73",
  Ocean: "#0072b2",
  Fox: "#d55e00",
  Petal: "#cc79a7",
  Plum: "#4b2a63",
} satisfies Partial<Record<Ink, string>>;

/** A sheet and a pointer that draws on it. Places are on the page of 1000 x 750. */
export type SheetDriver = {
  /** Chooses tools, inks and sizes by name. */
  take: (...names: string[]) => Promise<void>;
  /** Presses at the first place, moves along all others, and releases at the last. */
  stroke: (...places: Point[]) => Promise<void>;
  /** Those of the names that are chosen. */
  taken: (...names: string[]) => Promise<string[]>;
  /** Waits until the sheet has these colours. */
  shows: (...wanted: [place: Point, colour: string][]) => Promise<void>;
};

/** The number of marks that `drawAll` makes. */
export const MARKS = 6;

/** Draws with every tool within a box of 300 x 300, and checks the pixels of each. */
export async function drawAll(driver: SheetDriver, [x, y]: Point): Promise<void> {
  const { take, stroke, taken, shows } = driver;
  const at = (dx: number, dy: number): Point => [x + dx, y + dy];
  await take("Fox", "Medium", "Pen");
  await stroke(at(20, 20), at(60, 24), at(110, 20), at(160, 22));
  await take("Ocean", "Rectangle");
  await stroke(at(20, 60), at(80, 100), at(140, 140));
  await take("Petal", "Ellipse");
  await stroke(at(170, 60), at(200, 100), at(290, 140));
  await take("Soot", "Line");
  await stroke(at(20, 170), at(150, 190), at(290, 170));
  await take("Sky", "Fill");
  await stroke(at(80, 100));
  await shows([at(30, 130), inks.Sky]);
  await take("Fern", "Line", "Pick an ink from the sheet");
  await stroke(at(60, 90));
  await expect.poll(() => taken("Line", "Sky")).toEqual(["Line", "Sky"]);
  await take("Thick", "Eraser");
  await stroke(at(230, 150), at(232, 120), at(230, 60), at(230, 50));
  const edges = [at(80, 60), at(140, 100), at(80, 140), at(20, 100)];
  await shows(
    [at(110, 20), inks.Fox],
    ...edges.map((edge): [Point, string] => [edge, inks.Ocean]),
    [at(150, 170), inks.Soot],
    [at(150, 100), PAPER],
    [at(170, 100), inks.Petal],
    [at(290, 100), inks.Petal],
    [at(230, 60), PAPER],
    [at(230, 140), PAPER],
  );
}

/** Waits until the places have the expected colours. */
export async function expectColours(
  coloursOf: (places: readonly Point[]) => Promise<string[]>,
  wanted: readonly [place: Point, colour: string][],
): Promise<void> {
  await expect
    .poll(() => coloursOf(wanted.map(([place]) => place)), { intervals: [20, 50, 100, 100, 250] })
    .toEqual(wanted.map(([[x, y], colour]) => `${x},${y} ${colour}`));
}
