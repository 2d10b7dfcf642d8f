/** An obstacle between this page and Tandem, because of which nothing on the page can work. */

import { signal } from "@preact/signals";

export type Obstacle =
  /** The page was opened at an address where browsers refuse Tandem's cookie. */
  | { kind: "wrong_address"; address: string }
  /** Tandem takes this page for another site's. */
  | { kind: "foreign_origin" }
  /** The browser stores no cookies. */
  | { kind: "no_cookies" }
  /** Plain requests get through, and WebSockets do not. */
  | { kind: "no_sockets" };

/**
 * If the server does not know a session this soon after it began, in ms, the browser has not stored
 * the cookie.
 */
const NEW_SESSION = 10_000;

let sessionBegan: number | undefined;

/** The server has just set the cookie of a new session. */
export function beginSession(): void {
  sessionBegan = performance.now();
}

/** The server reports a request without a session. */
export function reportMissingSession(): void {
  if (sessionBegan !== undefined && performance.now() - sessionBegan < NEW_SESSION)
    obstacle.value = { kind: "no_cookies" };
}

/** While set, it is shown instead of any view. */
export const obstacle = signal<Obstacle | null>(null);
