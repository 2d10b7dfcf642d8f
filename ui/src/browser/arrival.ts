/**
 * How one came to the entry of the browser's history that is shown: on purpose, by a press or an
 * address, or by walking through the history, which may be by accident. The entry itself remembers it.
 */

/** Begins to remember. */
export function watchArrivals(): void {
  addEventListener("popstate", mark);
  const [loaded] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (loaded?.type === "back_forward") mark();
}

function mark(): void {
  history.replaceState({ ...history.state, walked: true }, "");
}

export function isOnPurpose(): boolean {
  return !history.state?.walked;
}

/** Somebody says that they mean it. */
export function meanIt(): void {
  const { walked: _, ...rest } = history.state ?? {};
  history.replaceState(rest, "");
}
