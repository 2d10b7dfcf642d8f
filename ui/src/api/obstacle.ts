/** What stands between this page and Tandem, so that nothing on it can work. */

import { signal } from "@preact/signals";

export type Obstacle =
  /** The page was opened where browsers refuse Tandem's cookie. */
  | { kind: "wrong_address"; address: string }
  /** Tandem takes this very page for another site's. */
  | { kind: "foreign_origin" }
  /** The browser keeps no cookie. */
  | { kind: "no_cookies" }
  /** Requests get through, and websockets don't. */
  | { kind: "no_sockets" };

/** A session that the server knows nothing of so soon after it began was not kept by the browser, in ms. */
const FRESH = 10_000;

let sessionBegan: number | undefined;

/** The server has just set the cookie of a new session. */
export function beginSession(): void {
  sessionBegan = performance.now();
}

/** The server says that a request brought no session. */
export function missSession(): void {
  if (sessionBegan !== undefined && performance.now() - sessionBegan < FRESH)
    obstacle.value = { kind: "no_cookies" };
}

/** Stands before all views while it is there. */
export const obstacle = signal<Obstacle | null>(null);
