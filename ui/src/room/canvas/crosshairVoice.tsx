import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { percentOf } from "../hand/crosshair";
import type { Room } from "../room";

/** The crosshair's position is announced when it has not moved for this long, in ms. */
const ANNOUNCE_AFTER = 500;

/** Announces the crosshair's position and pen to screen readers. */
export function CrosshairAnnouncer({ room }: { room: Pick<Room, "hands"> }) {
  const said = useSignal("");
  const wasDown = useRef(false);

  useSignalEffect(() => {
    const at = room.hands.crosshair.value;
    const { current: before } = wasDown;
    wasDown.current = at?.down ?? false;
    if (!at) return;
    if (at.down !== before) said.value = t(at.down ? "room.saidPenDown" : "room.saidPenUp");
    const timer = setTimeout(() => {
      said.value = t(at.down ? "room.saidDrawing" : "room.saidPlace", percentOf(at));
    }, ANNOUNCE_AFTER);
    return () => clearTimeout(timer);
  });

  return (
    <p class="sr-only" aria-live="polite">
      {said}
    </p>
  );
}
