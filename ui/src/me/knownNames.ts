/** The names that a host lets in, as they are typed or pasted: one a line. */

import { longestName } from "./me";

/** What the API takes. */
export const mostNames = 200;

/** Reads names, each once whatever its case. A single line may hold them all, by commas. */
export function readNames(text: string): string[] {
  const lines = text.split(/[\n\r\t]+/).filter((line) => line.trim());
  const said = lines.length === 1 ? text.split(/[,;]/) : lines;
  const names = new Map<string, string>();
  for (const one of said) {
    const name = one.trim().replace(/\s+/g, " ");
    const key = name.normalize("NFC").toLowerCase();
    if (name && !names.has(key)) names.set(key, name);
  }
  return [...names.values()];
}

/** The first name that is longer than one may be. */
export function tooLong(names: string[]): string | undefined {
  return names.find((name) => [...name.normalize("NFC")].length > longestName);
}
