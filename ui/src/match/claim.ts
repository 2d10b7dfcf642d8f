import { remember, remembered } from "../browser/remember";

const STORAGE_KEY = "tandem.room";

/**
 * Whether this page should open the room of a match. Of all pages of a browser only the first one
 * does, so that they do not take the seat from each other.
 */
export function claimRoom(room: string): boolean {
  if (remembered(STORAGE_KEY) === room) return false;
  remember(STORAGE_KEY, room);
  return true;
}
