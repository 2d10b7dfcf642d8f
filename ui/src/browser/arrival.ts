/**
 * How the player came to the current entry of the browser's history: on purpose, by a press or an
 * address, or by moving through the history, which may be accidental. The entry itself records it.
 */

/** Starts recording. */
export function recordArrivals(): void {
  addEventListener("popstate", markWalked);
  const [loaded] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (loaded?.type === "back_forward") markWalked();
}

function markWalked(): void {
  history.replaceState({ ...history.state, walked: true }, "");
}

export function isOnPurpose(): boolean {
  return !history.state?.walked;
}

/** The player confirms. */
export function confirmArrival(): void {
  const { walked: _, ...rest } = history.state ?? {};
  history.replaceState(rest, "");
}
