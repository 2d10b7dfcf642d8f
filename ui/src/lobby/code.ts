/** Lobby codes as people type, say and paste them. */

/**
 * The code in what somebody typed: three words with anything between them, or a whole link.
 * Null if there is none.
 */
export function findCode(typed: string): string | null {
  const [, path] = /\/l\/([^?#]*)/.exec(typed) ?? [];
  if (!path && typed.includes("://")) return null;
  const words = (path ?? typed)
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
  return words.length === 3 ? words.join("-") : null;
}

/** The page of a lobby. */
export function lobbyPath(code: string): string {
  return `/l/${code}`;
}
