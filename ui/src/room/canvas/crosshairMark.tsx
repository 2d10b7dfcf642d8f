import { toHex } from "../../ink/palette";
import { toArea } from "../hand/view";
import type { Room } from "../room";
import "./crosshairMark.css";

/** The smallest nib that is still to be seen, in CSS px. */
const SMALLEST = 5;

/** Where the keys' hand is over the sheet: a cross, and in it what its brush would leave. */
export function CrosshairMark({ room }: { room: Pick<Room, "hands" | "brush"> }) {
  const { view, crosshair } = room.hands;
  const at = crosshair.value;
  if (!at) return null;
  const { x, y } = toArea(view.value, at.x, at.y);
  const { tool, size, colour } = room.brush.value;
  const nib = Math.max(SMALLEST, size * view.value.scale);
  const inked = tool !== "eraser" && tool !== "eyedropper";
  return (
    <div class="crosshair-place" aria-hidden="true">
      <div
        class={`crosshair ${at.down ? "crosshair-down" : ""}`}
        style={{ translate: `${x}px ${y}px` }}
      >
        <span
          class="crosshair-nib"
          style={{
            width: `${nib}px`,
            height: `${nib}px`,
            background: inked ? toHex(colour) : undefined,
          }}
        />
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
