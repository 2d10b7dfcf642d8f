import { createInkDatabase } from "./inkDatabase";
import { createSavedInk } from "./savedInk";

const database = createInkDatabase();

/** The ink that this browser keeps of a room, by the room's id. */
export const inkOf = createSavedInk(database);

/** Lets go of the ink of all rooms; a browser that refuses has kept none. */
export const clearInk = (): Promise<void> => database.clear().catch(() => {});
