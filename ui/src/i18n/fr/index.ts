import type { Players, Translated } from "../messages";
import { common } from "./common";
import { games } from "./games";
import { ghost } from "./ghost";
import { home } from "./home";
import { lobby } from "./lobby";
import { obstacle } from "./obstacle";
import { problem } from "./problem";
import { quick } from "./quick";
import { reveal } from "./reveal";
import { room } from "./room";

export { names } from "./names";

export const words: Translated<Players> = {
  ...common,
  ...games,
  ...ghost,
  ...home,
  ...lobby,
  ...obstacle,
  ...problem,
  ...quick,
  ...room,
  ...reveal,
};
