import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { percentOf } from "../hand/crosshair";
import type { Room } from "../room";

/** Where the crosshair came to rest is said when it has not moved for so long, in ms. */
const REST = 500;

/** Says what the keys' hand does to whoever does not see it. */
export function CrosshairVoice({ room }: { room: Pick<Room, "hands"> }) {
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
    }, REST);
    return () => clearTimeout(timer);
  });

  return (
    <p class="sr-only" aria-live="polite">
      {said}
    </p>
  );
}
