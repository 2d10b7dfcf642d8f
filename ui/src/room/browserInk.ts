import { createInkDatabase } from "./inkDatabase";
import { createSavedInk } from "./savedInk";

/** The ink that this browser keeps of a room, by the room's id. */
export const inkOf = createSavedInk(createInkDatabase());
