import { createInkDatabase } from "./inkDatabase";
import { createSavedInk } from "./savedInk";

const database = createInkDatabase();

/** The ink that this browser stores for a room, by the room's id. */
export const savedInkOf = createSavedInk(database);

/** Deletes the ink of all rooms. A browser that refuses has stored none. */
export const clearSavedInk = (): Promise<void> => database.clear().catch(() => {});
