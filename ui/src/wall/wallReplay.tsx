import { useEffect, useRef } from "preact/hooks";
import type { LobbyGame } from "../api/client";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../ink/canvas";
import { usePlayback } from "../replay/usePlayback";

/** Replays a drawing of the wall once, at high speed. */
export function WallReplay({ game }: { game: LobbyGame }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const playback = usePlayback(game.paper ? game.id : "", game.paper ?? "", canvas);
  const ready = playback?.ready.value ?? false;
  useEffect(() => {
    if (!playback || !ready) return;
    playback.nextSpeed();
    playback.nextSpeed();
    playback.toggle();
  }, [playback, ready]);
  return (
    <canvas
      ref={canvas}
      class="wall-replay"
      width={RASTER_WIDTH}
      height={RASTER_HEIGHT}
      hidden={!ready}
    />
  );
}
