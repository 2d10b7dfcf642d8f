import { common } from "./common";
import { games } from "./games";
import { home } from "./home";
import { lobby } from "./lobby";
import { obstacle } from "./obstacle";
import { problem } from "./problem";
import { quick } from "./quick";
import { reveal } from "./reveal";
import { room } from "./room";

/** English, the language every other is checked against. A view's words are in its own file; those of the operator's pages come when one is opened. */
export const en = {
  ...common,
  ...games,
  ...home,
  ...lobby,
  ...obstacle,
  ...problem,
  ...quick,
  ...room,
  ...reveal,
} as const;
