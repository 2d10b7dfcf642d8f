import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../ink/canvas";
import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../ink/op";
import type { Room } from "../room/room";
import { isWhole } from "../room/view";
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

  useEffect(() => {
    if (!area.current || !canvas.current) return;
    return room.mount(area.current, canvas.current);
  }, [room]);

  const { scale, x, y } = room.view.value;
  const { width } = room.area.value;
  const cursor = room.open.value
    ? penCursor(room.you.value, room.brush.value, scale)
    : "not-allowed";
  return (
    <div
      class={`sheet-area ${isWhole(room.view.value, room.area.value) ? "" : "sheet-area-full"}`}
      style={{ "--own-paper": room.state.value?.paper }}
    >
      <div ref={area} class="sheet-touch" style={{ cursor }}>
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
      {children}
      <SheetMap room={room} source={canvas} />
    </div>
  );
}
