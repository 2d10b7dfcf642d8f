/** Lobby codes as people type, say and paste them. */

/** Three words have at least so many letters, also where what divides them was left out. */
const fewestLetters = 9;

/**
 * The code in what somebody typed: three words with anything or nothing between them, or a whole link.
 * Null if there is none.
 */
export function findCode(typed: string): string | null {
  const [, path] = /\/l\/([^?#]*)/.exec(typed) ?? [];
  if (!path && typed.includes("://")) return null;
  const words = (path ?? typed)
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
  const run = words.length < 3 && words.join("").length >= fewestLetters;
  return words.length === 3 || run ? words.join("-") : null;
}

/** The page of a lobby. */
export function lobbyPath(code: string): string {
  return `/l/${code}`;
}
