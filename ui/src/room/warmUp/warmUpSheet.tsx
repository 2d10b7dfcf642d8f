import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { PAPERS } from "../../ink/palette";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../../ink/size";
import { createFrames } from "../canvas/frames";
import { createPainter, type Painter } from "../canvas/painter";
import { createPicture } from "../canvas/picture";
import type { Brush } from "../hand/brush";
import { FingersSwitch } from "../hand/fingersSwitch";
import { createHands, type Hands } from "../hand/hands";

interface Props {
  brush: Signal<Brush>;
  /** Set to what removes all ink. */
  clear: { current: () => void };
}

/** The canvas of the warm-up sheet, under the room's hands. */
export function WarmUpSheet({ brush, clear }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const sheet = useMemo(() => createWarmUpSheet(brush), [brush]);
  clear.current = sheet.clear;

  useEffect(() => {
    if (area.current && canvas.current) return sheet.mount(area.current, canvas.current);
  }, [sheet]);

  return (
    <>
      <div ref={area} class="warm-up-area">
        <canvas
          ref={canvas}
          width={RASTER_WIDTH}
          height={RASTER_HEIGHT}
          role="img"
          aria-label={t("quick.sheet")}
        />
      </div>
      <FingersSwitch hands={sheet.hands} />
    </>
  );
}

type Sheet = {
  readonly hands: Hands;
  clear(): void;
  /** Attaches the sheet to its elements; call the result to detach it. */
  mount(area: HTMLElement, canvas: HTMLCanvasElement): () => void;
};

/** Joins the room's hands and picture without a room: no other page sees the ink. */
function createWarmUpSheet(brush: Signal<Brush>): Sheet {
  /** The n of the newest op. */
  let last = 0;
  let painter: Painter | undefined;
  const picture = createPicture(
    PAPERS[0].colour,
    () => last,
    () => 1,
  );
  const frames = createFrames(draw);
  const hands = createHands({
    fixed: true,
    canDraw: signal(true),
    brush,
    sketch: picture.sketch,
    guess: picture.guess,
    commit,
    discard: picture.discard,
    fill() {},
    colourAt: () => undefined,
    wake: frames.schedule,
  });

  /** Folds the sketched ops at once, as if a stream had brought them, so that strokes settle. */
  function commit(): void {
    for (const op of picture.commit()) picture.apply(1, op, { pen: 1, n: ++last }, true);
  }

  function draw(): void {
    hands.drain();
    const allPainted = painter?.paint(picture.canvas) ?? true;
    if (hands.drawing || !allPainted) frames.schedule();
  }

  return {
    hands,
    clear() {
      hands.finish();
      picture.sketch({ kind: "clear" });
      commit();
      frames.schedule();
    },
    mount(area, canvas) {
      painter = createPainter(canvas, frames.schedule);
      const unmount = hands.mount(area);
      frames.schedule();
      return () => {
        unmount();
        frames.stop();
        painter = undefined;
      };
    },
  };
}
