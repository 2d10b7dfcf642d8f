import type { ComponentChildren, RefObject } from "preact";
import { Sheet } from "../design/sheet";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../ink/canvas";
import type { Playback } from "./playback";
import "./replaySheet.css";

interface Props {
  /** The playback on the canvas, once it is loaded. */
  playback: Playback | undefined;
  canvas: RefObject<HTMLCanvasElement | null>;
  /** The paper's colour, as CSS. */
  paper: string;
  /** The address of the finished drawing, which is shown until the replay is ready. */
  picture: string;
  label: string;
  /** Elements over the drawing. */
  children?: ComponentChildren;
  class?: string;
}

/** The bound sheet of a kept game, with its replay. */
export function ReplaySheet(props: Props) {
  const { playback, canvas, paper, picture, label, children, class: name } = props;
  const ready = playback?.ready.value;
  return (
    <Sheet bound pages paper={paper} class={name}>
      {!ready && (
        <img
          class="replay-picture"
          src={picture}
          width={RASTER_WIDTH}
          height={RASTER_HEIGHT}
          alt=""
          fetchPriority="high"
        />
      )}
      <canvas
        ref={canvas}
        class="replay-canvas"
        width={RASTER_WIDTH}
        height={RASTER_HEIGHT}
        role="img"
        aria-label={label}
        hidden={!ready}
      />
      {children}
    </Sheet>
  );
}
