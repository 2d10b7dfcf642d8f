/** Plays a room's sounds: what happens in it, and the player's pencil. */
import { effect } from "@preact/signals";
import { feel, scribble } from "../sound/sound";
import { type Heard, soundOf } from "./hearing";
import type { Room } from "./room";

/** Two moves that are farther apart are not of one stroke, in ms. */
const MAX_PAUSE = 100;

/** Plays until the result is called. */
export function hearRoom(room: Room): () => void {
  const stopEvents = hearEvents(room);
  const stopPencil = hearPencil(room);
  return () => {
    stopEvents();
    stopPencil();
  };
}

function hearEvents(room: Room): () => void {
  let before: Heard | undefined;
  return effect(() => {
    const state = room.state.value;
    if (!state) return;
    const partner = state.seats.find(({ seat }) => seat !== room.you.value);
    const now: Heard = {
      phase: state.phase,
      round: state.round,
      seconds: room.ticker.seconds.value,
      partnerHere: partner?.here ?? false,
      partnerFinished: partner?.go_on ?? false,
    };
    const sound = before && soundOf(before, now);
    before = now;
    if (sound) feel(sound);
  });
}

function hearPencil(room: Room): () => void {
  let last: { x: number; y: number; at: number } | undefined;

  function onMove({ clientX: x, clientY: y, timeStamp: at }: PointerEvent): void {
    const from = last;
    last = { x, y, at };
    if (!from || !room.hands.drawing) return;
    const ms = at - from.at;
    if (ms <= 0 || ms > MAX_PAUSE) return;
    const units = Math.hypot(x - from.x, y - from.y) / room.scale.peek();
    void scribble((units / ms) * 1000);
  }

  addEventListener("pointermove", onMove, { passive: true });
  return () => removeEventListener("pointermove", onMove);
}
