import { lobby } from "./lobby";
import { quick } from "./quick";
import { reveal } from "./reveal";
import { room } from "./room";

/** The words of the players' views after the first screen. */
export const more = { ...lobby, ...quick, ...room, ...reveal } as const;
