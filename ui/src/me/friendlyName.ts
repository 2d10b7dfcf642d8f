/** Names for players who have not chosen one: friendly, short, and in the page's language. */

import type { Names } from "../i18n";

/**
 * A random name such as "Merry Otter", at most 24 characters. `random` returns 0 to 1, excluding 1.
 */
export function friendlyName(names: Names, random: () => number = Math.random): string {
  const pick = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)];
  const [first, second] = pick(names.kinds);
  return pick(first.split(" ")) + names.between + pick(second.split(" "));
}
