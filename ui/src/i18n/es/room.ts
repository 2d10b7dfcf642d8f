import type { room as english } from "../en/room";
import type { Translated } from "../messages";

export const room: Translated<typeof english> = {};
