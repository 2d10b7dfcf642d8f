import { useComputed, useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../../ink/op";
import { isSmallWhole, isWhole, type Size, toUnits, type View } from "../hand/view";
import type { Room } from "../room";
import "./sheetMap.css";

/** The map's picture is renewed at most this often, in ms. */
const RENEW = 250;

/** In px of the map's own raster. */
const WIDTH = 256;
const HEIGHT = 192;

interface Props {
  room: Room;
  source: RefObject<HTMLCanvasElement | null>;
}

/** Where one is on a sheet that is larger than the screen. A tap shows the whole sheet, or goes back. */
export function SheetMap({ room, source }: Props) {
  const map = useRef<HTMLCanvasElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const area = room.area.value;
  const whole = useComputed(() => isWhole(room.view.value, room.area.value)).value;
  const here = useComputed(() => hereOf(room.view.value, room.area.value));
  const phase = room.state.value?.phase;
  const blank = phase === undefined || phase === "gathering" || phase === "counting_in";
  const shown = !blank && area.width > 0 && (!whole || isSmallWhole(area));

  function renew(): void {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (!source.current) return;
    map.current?.getContext("2d")?.drawImage(source.current, 0, 0, WIDTH, HEIGHT);
  }

  useSignalEffect(() => {
    room.painted.value;
    timer.current ??= setTimeout(renew, RENEW);
  });
  // A map that has just come up is empty.
  useEffect(renew, [shown]);
  useEffect(() => () => clearTimeout(timer.current), []);

  if (!shown) return null;
  return (
    <button
      type="button"
      class="sheet-map"
      aria-label={t(whole ? "room.mapFill" : "room.mapFit")}
      onClick={room.toggleWhole}
    >
      <canvas ref={map} width={WIDTH} height={HEIGHT} />
      <span class="sheet-map-here" style={here} />
    </button>
  );
}

/** The part of the sheet that is in view, as CSS. */
function hereOf(view: View, area: Size): string {
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
