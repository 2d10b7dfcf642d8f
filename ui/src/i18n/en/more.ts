import { lobby } from "./lobby";
import { quick } from "./quick";
import { room } from "./room";

/** The words of the players' views from the lobby to the room. */
export const more = { ...lobby, ...quick, ...room } as const;
