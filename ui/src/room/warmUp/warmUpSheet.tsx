import { type Signal, signal, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button } from "../../design/form/button";
import { Sheet } from "../../design/sheet";
import { t } from "../../i18n";
import { INKS, PAPERS, SIZES } from "../../ink/palette";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../../ink/size";
import { createFrames } from "../canvas/frames";
import { createPicture } from "../canvas/picture";
import { ColourDialog } from "../dock/colourDialog";
import { DockInks } from "../dock/dockInks";
import { DockSizes } from "../dock/dockSizes";
import { DockTools } from "../dock/dockTools";
import { createEasel, type Easel } from "../easel";
import type { Brush } from "../hand/brush";
import { FingersSwitch } from "../hand/fingersSwitch";
import "../dock/dock.css";
import "../dock/dockLayouts.css";
import "./warmUpDock.css";

/** The warm-up sheet, with the room's hands and tools. */
export function WarmUpSheet() {
  const brush = useSignal<Brush>({ tool: "pen", size: SIZES[2], colour: INKS[0].colour });
  const [mixing, setMixing] = useState(false);
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { easel, mount } = useMemo(() => createWarmUp(brush), [brush]);
  const { undo, redo, clear } = easel.possible.value;

  useEffect(() => {
    if (area.current && canvas.current) return mount(area.current, canvas.current);
  }, [mount]);

  return (
    <>
      <Sheet bound class="warm-up-sheet" paper="var(--sheet)">
        <div ref={area} class="warm-up-area">
          <canvas
            ref={canvas}
            width={RASTER_WIDTH}
            height={RASTER_HEIGHT}
            role="img"
            aria-label={t("quick.sheet")}
          />
        </div>
        <FingersSwitch hands={easel.hands} />
      </Sheet>
      <div class="dock warm-up-dock">
        <DockTools brush={brush} />
        <DockSizes brush={brush} />
        <DockInks brush={brush} onMix={() => setMixing(true)} />
        <div class="warm-up-actions">
          <Button
            variant="quiet"
            size="small"
            icon="undo"
            label={t("room.undo")}
            disabled={!undo}
            onClick={easel.undo}
          />
          <Button
            variant="quiet"
            size="small"
            icon="redo"
            label={t("room.redo")}
            disabled={!redo}
            onClick={easel.redo}
          />
          <Button variant="quiet" size="small" icon="trash" disabled={!clear} onClick={easel.clear}>
            {t("quick.clear")}
          </Button>
        </div>
      </div>
      <ColourDialog brush={brush} open={mixing} onClose={() => setMixing(false)} />
    </>
  );
}

/** Joins the room's easel and picture without a room: no other page sees the ink. */
function createWarmUp(brush: Signal<Brush>): { easel: Easel; mount: Easel["mount"] } {
  /** The n of the newest op. */
  let last = 0;
  const picture = createPicture(
    PAPERS[0].colour,
    () => last,
    () => 1,
  );
  const frames = createFrames(draw);
  const easel = createEasel({
    fixed: true,
    canDraw: signal(true),
    brush,
    picture,
    seat: () => 1,
    // Folded at once, as if a stream had brought them, so that strokes settle.
    push(ops) {
      for (const op of ops) picture.apply(1, op, { pen: 1, n: ++last }, true);
    },
    wake: frames.schedule,
  });

  function draw(): void {
    const allPainted = easel.draw();
    if (easel.hands.drawing || !allPainted) frames.schedule();
  }

  return {
    easel,
    mount(area, canvas) {
      const unmount = easel.mount(area, canvas);
      return () => {
        unmount();
        frames.stop();
        easel.stop();
      };
    },
  };
}
