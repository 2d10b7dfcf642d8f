import type { Players, Translated } from "../messages";
import { chat } from "./chat";
import { common } from "./common";
import { download } from "./download";
import { embed } from "./embed";
import { gallery } from "./gallery";
import { games } from "./games";
import { ghost } from "./ghost";
import { home } from "./home";
import { host } from "./host";
import { lobby } from "./lobby";
import { obstacle } from "./obstacle";
import { problem } from "./problem";
import { quick } from "./quick";
import { reveal } from "./reveal";
import { room } from "./room";
import { settings } from "./settings";
import { wall } from "./wall";

export { names } from "./names";

export const words: Translated<Players> = {
  ...chat,
  ...common,
  ...download,
  ...embed,
  ...gallery,
  ...games,
  ...ghost,
  ...home,
  ...host,
  ...lobby,
  ...obstacle,
  ...problem,
  ...quick,
  ...room,
  ...reveal,
  ...settings,
  ...wall,
};
