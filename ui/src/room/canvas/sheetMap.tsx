import { useComputed, useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../../ink/op";
import { isFit, isFitSmall, type Size, toUnits, type View } from "../hand/view";
import type { Room } from "../room";
import "./sheetMap.css";

/** The map is redrawn at most this often, in ms. */
const REDRAW_INTERVAL = 250;

/** The map's raster, in px. */
const WIDTH = 256;
const HEIGHT = 192;

interface Props {
  room: Room;
  source: RefObject<HTMLCanvasElement | null>;
}

/**
 * Shows which part of a sheet that is larger than the screen is in view. A tap switches to the
 * whole sheet or back.
 */
export function SheetMap({ room, source }: Props) {
  const map = useRef<HTMLCanvasElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const area = room.area.value;
  const whole = useComputed(() => isFit(room.view.value, room.area.value)).value;
  const here = useComputed(() => visiblePart(room.view.value, room.area.value));
  const phase = room.state.value?.phase;
  const blank = phase === undefined || phase === "gathering" || phase === "counting_in";
  const shown = !blank && area.width > 0 && (!whole || isFitSmall(area));

  function redraw(): void {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (!source.current) return;
    map.current?.getContext("2d")?.drawImage(source.current, 0, 0, WIDTH, HEIGHT);
  }

  useSignalEffect(() => {
    room.painted.value;
    timer.current ??= setTimeout(redraw, REDRAW_INTERVAL);
  });
  // A map that has just appeared is empty.
  useEffect(redraw, [shown]);
  useEffect(() => () => clearTimeout(timer.current), []);

  if (!shown) return null;
  return (
    <button
      type="button"
      class="sheet-map"
      aria-label={t(whole ? "room.mapFill" : "room.mapFit")}
      onClick={room.toggleFit}
    >
      <canvas ref={map} width={WIDTH} height={HEIGHT} />
      <span class="sheet-map-here" style={here} />
    </button>
  );
}

/** The visible part of the sheet, as CSS. */
function visiblePart(view: View, area: Size): string {
  const from = toUnits(view, 0, 0);
  const to = toUnits(view, area.width, area.height);
  const edges = {
    left: from.x / CANVAS_WIDTH,
    top: from.y / CANVAS_HEIGHT,
    right: 1 - to.x / CANVAS_WIDTH,
    bottom: 1 - to.y / CANVAS_HEIGHT,
  };
  return Object.entries(edges)
    .map(([edge, share]) => `${edge}: ${percent(share)}`)
    .join("; ");
}

function percent(share: number): string {
  return `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;
}
