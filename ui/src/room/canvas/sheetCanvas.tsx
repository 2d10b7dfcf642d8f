import { useComputed } from "@preact/signals";
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

/**
 * The sheet in its area, which draws. On a phone it may be larger than the area. Where it lies is bound to the
 * elements as signals: a hand that pans or zooms renders no component anew.
 */
export function SheetCanvas({ room, label, children }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const help = useId();

  useEffect(() => {
    if (!area.current || !canvas.current) return;
    return room.mount(area.current, canvas.current);
  }, [room]);

  const { hands } = room;
  const areaClass = useComputed(() =>
    isWhole(room.view.value, room.area.value) ? "sheet-area" : "sheet-area sheet-area-full",
  );
  const cursor = useComputed(() => `cursor: ${cursorOf(room)}`);
  const place = useComputed(() => {
    const { scale, x, y } = room.view.value;
    const visibility = room.area.value.width > 0 ? "visible" : "hidden";
    return `width: ${CANVAS_WIDTH * scale}px; height: ${CANVAS_HEIGHT * scale}px; translate: ${x}px ${y}px; visibility: ${visibility}`;
  });
  return (
    <div class={areaClass} style={{ "--own-paper": room.state.value?.paper }}>
      {/* It takes the keys that draw: arrows and all. */}
      <div
        ref={area}
        class="sheet-touch"
        style={cursor}
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
          style={place}
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

function cursorOf({ open, hands, you, brush, scale }: Room): string {
  if (hands.pans.value) return "grab";
  return open.value ? penCursor(you.value, brush.value, scale.value) : "not-allowed";
}
