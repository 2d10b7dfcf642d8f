import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { toast } from "../design/toast";
import { t } from "../i18n";
import { fromHex } from "../ink/palette";
import { createReplayPlayer, type ReplayPlayer } from "./player";

/**
 * Fetches the recording of a kept game and creates its player on the canvas. Undefined until then,
 * or forever if it fails: a picture stands in. For the game "" nothing is fetched.
 */
export function useReplayPlayer(
  game: string,
  paper: string,
  canvas: RefObject<HTMLCanvasElement | null>,
): ReplayPlayer | undefined {
  const [player, setPlayer] = useState<ReplayPlayer>();
  useEffect(() => {
    if (game === "") return;
    const unmounted = new AbortController();
    let created: ReplayPlayer | undefined;
    async function load(): Promise<void> {
      const response = await fetch(`/api/games/${game}/recording`, { signal: unmounted.signal });
      if (!response.ok) throw new Error(`recording: ${response.status}`);
      const stream = new Uint8Array(await response.arrayBuffer());
      if (unmounted.signal.aborted || !canvas.current) return;
      created = await createReplayPlayer(stream, fromHex(paper), canvas.current);
      if (unmounted.signal.aborted) created.close();
      else setPlayer(created);
    }
    load().catch((err: unknown) => {
      if (unmounted.signal.aborted) return;
      console.error(err);
      toast(t("reveal.noReplay"));
    });
    return () => {
      unmounted.abort();
      created?.close();
    };
  }, [game, paper, canvas]);
  return player;
}
