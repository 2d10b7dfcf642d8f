import { useEffect, useRef } from "preact/hooks";
import type { LobbyGame } from "../api/client";
import { RASTER_HEIGHT, RASTER_WIDTH } from "../ink/canvas";
import { usePlayer } from "../replay/usePlayer";

/** A drawing of the wall that draws itself, once, as fast as can be. */
export function WallReplay({ game }: { game: LobbyGame }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const player = usePlayer(game.paper ? game.id : "", game.paper ?? "", canvas);
  const ready = player?.ready.value ?? false;
  useEffect(() => {
    if (!player || !ready) return;
    player.faster();
    player.faster();
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
