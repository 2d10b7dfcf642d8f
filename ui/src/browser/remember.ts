/**
 * Values in localStorage. A browser that stores nothing (private mode, full disk) is not an error.
 */

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
    // Then the caller has it for this visit only.
  }
}

export function forgetHere(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Then it was not stored either.
  }
}
