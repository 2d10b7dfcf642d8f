/** What the browser keeps for the page. A browser that keeps nothing (private, full) is no error. */

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Kept for this visit only, by whoever asked.
  }
}

export function forgetHere(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Then it was not kept, either.
  }
}
