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

/** Stands before all views while it is there. */
export const obstacle = signal<Obstacle | null>(null);
