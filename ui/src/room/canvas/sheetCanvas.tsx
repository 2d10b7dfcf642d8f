import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../../ink/canvas";
import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../../ink/op";
import { FingersSwitch } from "../hand/fingersSwitch";
import { isFit } from "../hand/view";
import type { Room } from "../room";
import { CrosshairCursor } from "./crosshairMark";
import { CrosshairAnnouncer } from "./crosshairVoice";
import { penCursor } from "./penCursor";
import { SheetMap } from "./sheetMap";
import "./sheetCanvas.css";

interface Props {
  room: Room;
  label: string;
  /** Elements over the sheet: the partner's pen, notes. */
  children?: ComponentChildren;
}

/**
 * The sheet that players draw on, in its area. On a phone it may be larger than the area. Its
 * position is bound as signals: panning and zooming do not re-render the component.
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
    isFit(room.view.value, room.area.value) ? "sheet-area" : "sheet-area sheet-area-full",
  );
  const cursor = useComputed(() => `cursor: ${cursorOf(room)}`);
  const place = useComputed(() => {
    const { scale, x, y } = room.view.value;
    const visibility = room.area.value.width > 0 ? "visible" : "hidden";
    return `width: ${CANVAS_WIDTH * scale}px; height: ${CANVAS_HEIGHT * scale}px; translate: ${x}px ${y}px; visibility: ${visibility}`;
  });
  return (
    <div class={areaClass} style={{ "--own-paper": room.state.value?.paper }}>
      {/* Keys that draw, such as arrows, work while this has the focus. */}
      <div
        ref={area}
        class="sheet-touch"
        style={cursor}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is one's hand over the sheet
        tabIndex={0}
        aria-label={t("room.handOnSheet")}
        aria-describedby={help}
        onFocus={(event) => event.currentTarget.matches(":focus-visible") && hands.showCrosshair()}
        onBlur={hands.hideCrosshair}
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
      <CrosshairCursor room={room} />
      <CrosshairAnnouncer room={room} />
      {children}
      <SheetMap room={room} source={canvas} />
      <FingersSwitch hands={hands} />
    </div>
  );
}

function cursorOf({ canDraw, hands, you, brush, scale }: Room): string {
  if (hands.pans.value) return "grab";
  return canDraw.value ? penCursor(you.value, brush.value, scale.value) : "not-allowed";
}
