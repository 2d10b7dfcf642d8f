import { useComputed } from "@preact/signals";
import { toHex } from "../../ink/palette";
import { toArea } from "../hand/view";
import type { Room } from "../room";
import "./crosshairMark.css";

/** The smallest visible nib, in CSS px. */
const MIN_NIB = 5;

/** The keyboard's crosshair over the sheet, with the brush's size and colour in its middle. */
export function CrosshairCursor({ room }: { room: Pick<Room, "hands" | "brush"> }) {
  const { view, crosshair } = room.hands;
  const shown = useComputed(() => crosshair.value !== undefined);
  const markClass = useComputed(() =>
    crosshair.value?.down ? "crosshair crosshair-down" : "crosshair",
  );
  const place = useComputed(() => {
    const { x, y } = toArea(view.value, crosshair.value?.x ?? 0, crosshair.value?.y ?? 0);
    return `translate: ${x}px ${y}px`;
  });
  const nib = useComputed(() => {
    const { tool, size, colour } = room.brush.value;
    const diameter = Math.max(MIN_NIB, size * view.value.scale);
    const inked = tool !== "eraser" && tool !== "eyedropper";
    return `width: ${diameter}px; height: ${diameter}px${inked ? `; background: ${toHex(colour)}` : ""}`;
  });
  if (!shown.value) return null;
  return (
    <div class="crosshair-place" aria-hidden="true">
      <div class={markClass} style={place}>
        <span class="crosshair-nib" style={nib} />
        <svg
          class="crosshair-cross"
          viewBox="-20 -20 40 40"
          width="40"
          height="40"
          aria-hidden="true"
        >
          <path class="crosshair-rim" d={cross} />
          <path d={cross} />
        </svg>
      </div>
    </div>
  );
}

const cross = "M0-18V-7M0 7V18M-18 0H-7M7 0H18";
