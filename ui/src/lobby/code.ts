/** Lobby codes as people type, dictate and paste them. */

/** Three words have at least this many letters, even without separators. */
const MIN_LETTERS = 9;

/**
 * Finds the code in a typed text: three words with any separators or none, or a whole link. Null if
 * there is none.
 */
export function findCode(typed: string): string | null {
  const [, path] = /\/l\/([^?#]*)/.exec(typed) ?? [];
  if (!path && typed.includes("://")) return null;
  const words = (path ?? typed)
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
  const run = words.length < 3 && words.join("").length >= MIN_LETTERS;
  return words.length === 3 || run ? words.join("-") : null;
}

/** The path of a lobby's page. */
export function lobbyPath(code: string): string {
  return `l/${code}`;
}
