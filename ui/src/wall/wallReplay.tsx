import { useEffect, useRef } from "preact/hooks";
import type { LobbyGame } from "../api/client";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../ink/canvas";
import { useReplayPlayer } from "../replay/usePlayer";

/** Replays a drawing of the wall once, at high speed. */
export function WallReplay({ game }: { game: LobbyGame }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const player = useReplayPlayer(game.paper ? game.id : "", game.paper ?? "", canvas);
  const ready = player?.ready.value ?? false;
  useEffect(() => {
    if (!player || !ready) return;
    player.nextSpeed();
    player.nextSpeed();
    player.toggle();
  }, [player, ready]);
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
