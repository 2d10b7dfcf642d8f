import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../../ink/canvas";
import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../../ink/op";
import { FingersSwitch } from "../hand/fingersSwitch";
import { isWhole } from "../hand/view";
import type { Room } from "../room";
import { CrosshairMark } from "./crosshairMark";
import { CrosshairVoice } from "./crosshairVoice";
import { penCursor } from "./penCursor";
import { SheetMap } from "./sheetMap";
import "./sheetCanvas.css";

interface Props {
  room: Room;
  label: string;
  /** Lies over the sheet: the partner's pen, notes. */
  children?: ComponentChildren;
}

/** The sheet in its area, which draws. On a phone it may be larger than the area. */
export function SheetCanvas({ room, label, children }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const help = useId();

  useEffect(() => {
    if (!area.current || !canvas.current) return;
    return room.mount(area.current, canvas.current);
  }, [room]);

  const { scale, x, y } = room.view.value;
  const { width } = room.area.value;
  const { hands } = room;
  return (
    <div
      class={`sheet-area ${isWhole(room.view.value, room.area.value) ? "" : "sheet-area-full"}`}
      style={{ "--own-paper": room.state.value?.paper }}
    >
      {/* It takes the keys that draw: arrows and all. */}
      <div
        ref={area}
        class="sheet-touch"
        style={{ cursor: cursorOf(room) }}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is one's hand over the sheet
        tabIndex={0}
        aria-label={t("room.handOnSheet")}
        aria-describedby={help}
        onFocus={(event) => event.currentTarget.matches(":focus-visible") && hands.point()}
        onBlur={hands.unpoint}
      >
        <canvas
          ref={canvas}
          class="sheet-canvas"
          width={RASTER_WIDTH}
          height={RASTER_HEIGHT}
          role="img"
          aria-label={label}
          style={{
            width: `${CANVAS_WIDTH * scale}px`,
            height: `${CANVAS_HEIGHT * scale}px`,
            translate: `${x}px ${y}px`,
            visibility: width > 0 ? "visible" : "hidden",
          }}
        />
      </div>
      <p id={help} hidden>
        {t("room.handHelp")}
      </p>
      <CrosshairMark room={room} />
      <CrosshairVoice room={room} />
      {children}
      <SheetMap room={room} source={canvas} />
      <FingersSwitch hands={hands} />
    </div>
  );
}

function cursorOf({ open, hands, you, brush, view }: Room): string {
  if (hands.pans.value) return "grab";
  return open.value ? penCursor(you.value, brush.value, view.value.scale) : "not-allowed";
}
