import { common } from "./common";
import { games } from "./games";
import { home } from "./home";
import { problem } from "./problem";

export { names } from "./names";

/**
 * English, the language every other is checked against: the words of the first screen, and those that may appear in
 * any view. A view's words are in its own file; `more` has those of the other views, and the operator's come when one
 * of their pages is opened.
 */
export const words = { ...common, ...games, ...home, ...problem } as const;
