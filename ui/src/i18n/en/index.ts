import { admin } from "./admin";
import { common } from "./common";
import { home } from "./home";
import { lobby } from "./lobby";
import { reveal } from "./reveal";
import { room } from "./room";

/** English, the language every other is checked against. A view's words are in its own file. */
export const en = { ...common, ...home, ...lobby, ...room, ...reveal, ...admin } as const;
