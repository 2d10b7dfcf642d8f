/** Places on the sheet. */
import { MAX_X, MAX_Y, MIN_X, MIN_Y } from "../../ink/op";

/** In units; floats where a hand is, whole where ink is. */
export type Place = { x: number; y: number };

/** A place of the protocol: whole units, not too far beside the canvas. */
export function whole({ x, y }: Place): Place {
  return {
    x: Math.round(Math.min(MAX_X, Math.max(MIN_X, x))),
    y: Math.round(Math.min(MAX_Y, Math.max(MIN_Y, y))),
  };
}
