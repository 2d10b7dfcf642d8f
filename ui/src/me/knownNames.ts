/** The names that a host admits, typed or pasted, one a line. */

import { MAX_NAME_LENGTH } from "./me";

/** The API's limit. */
export const MAX_NAMES = 200;

/**
 * Reads names without duplicates, ignoring case. A single line may hold them all, separated by
 * commas.
 */
export function readNames(text: string): string[] {
  const lines = text.split(/[\n\r\t]+/).filter((line) => line.trim());
  const parts = lines.length === 1 ? text.split(/[,;]/) : lines;
  const names = new Map<string, string>();
  for (const one of parts) {
    const name = one.trim().replace(/\s+/g, " ");
    const key = name.normalize("NFC").toLowerCase();
    if (name && !names.has(key)) names.set(key, name);
  }
  return [...names.values()];
}

/** The first name that is too long. */
export function firstTooLong(names: string[]): string | undefined {
  return names.find((name) => [...name.normalize("NFC")].length > MAX_NAME_LENGTH);
}
