/** Whose lines this browser hides. Nobody else learns of it. */

import { signal } from "@preact/signals";
import { remember, remembered } from "../browser/remember";

const STORAGE_KEY = "tandem.muted";

/** How many players are remembered as muted; then the first are forgotten. */
const MAX_MUTED = 100;

/** The ids of the muted players. */
export const muted = signal<readonly string[]>(read());

export function setMuted(player: string, on: boolean): void {
  const others = muted.value.filter((id) => id !== player);
  muted.value = (on ? [...others, player] : others).slice(-MAX_MUTED);
  remember(STORAGE_KEY, JSON.stringify(muted.value));
}

function read(): string[] {
  try {
    const stored: unknown = JSON.parse(remembered(STORAGE_KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}
