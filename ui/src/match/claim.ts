import { remember, remembered } from "../browser/remember";

const remembering = "tandem.room";

/**
 * Whether this page is to go to the room of a match: of all pages of a browser that hear of it the
 * first one, so that they don't take the seat from each other.
 */
export function claimRoom(room: string): boolean {
  if (remembered(remembering) === room) return false;
  remember(remembering, room);
  return true;
}
