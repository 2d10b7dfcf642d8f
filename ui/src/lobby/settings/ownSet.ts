/** Prompt sets written by a host: one prompt a line, or pasted as JSON. */

import type { WritePromptSet } from "../../api/client";

/** The contents of the form. */
export interface SetDraft {
  title: string;
  /** The prompts of seats 1 and 2, one a line. */
  series: [one: string, two: string];
  caption: string;
  /** Fields that only a pasted set has. */
  more: Pick<WritePromptSet, "theme" | "paper" | "difficulty">;
}

export const emptyDraft: SetDraft = { title: "", series: ["", ""], caption: "", more: {} };

const papers = ["Plain", "Butter", "Mist", "Blush", "Mint", "Kraft"] as const;
const difficulties = ["easy", "normal", "wild"] as const;

/** Reads a pasted set in any of the known formats; null if it is not a set. */
export function readPasted(text: string): SetDraft | null {
  let pasted: unknown;
  try {
    pasted = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof pasted !== "object" || pasted === null) return null;
  const set = pasted as Record<string, unknown>;
  const [first, second] = Array.isArray(set.series) ? set.series : [set.player1, set.player2];
  if (!isTexts(first) || !isTexts(second)) return null;
  return {
    title: textOf(set.title),
    series: [first.join("\n"), second.join("\n")],
    caption: textOf(set.caption),
    more: {
      theme: textOf(set.theme) || undefined,
      paper: papers.find((paper) => paper === set.paper),
      difficulty: difficulties.find((difficulty) => difficulty === set.difficulty),
    },
  };
}

/** The set as the API expects it. */
export function toPromptSet(
  { title, series, caption, more }: SetDraft,
  language: string,
): WritePromptSet {
  const [player1, player2] = series.map(linesOf);
  return { ...more, title: title.trim(), caption: caption.trim(), language, player1, player2 };
}

/** The prompts of a text, one a line. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
