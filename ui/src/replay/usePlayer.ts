import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { toast } from "../design/toast";
import { t } from "../i18n";
import { fromHex } from "../ink/palette";
import { createPlayer, type Player } from "./player";

/**
 * Fetches the recording of a kept game and plays it on the canvas. Undefined until then, or for
 * good: a picture stands in. Of no game, "", nothing is fetched.
 * @param paper #RRGGBB
 */
export function usePlayer(
  game: string,
  paper: string,
  canvas: RefObject<HTMLCanvasElement | null>,
): Player | undefined {
  const [player, setPlayer] = useState<Player>();
  useEffect(() => {
    if (game === "") return;
    const gone = new AbortController();
    let made: Player | undefined;
    async function load(): Promise<void> {
      const response = await fetch(`/api/games/${game}/recording`, { signal: gone.signal });
      if (!response.ok) throw new Error(`recording: ${response.status}`);
      const stream = new Uint8Array(await response.arrayBuffer());
      if (gone.signal.aborted || !canvas.current) return;
      made = await createPlayer(stream, fromHex(paper), canvas.current);
      if (gone.signal.aborted) made.close();
      else setPlayer(made);
    }
    load().catch((err: unknown) => {
      if (gone.signal.aborted) return;
      console.error(err);
      toast(t("reveal.noReplay"));
    });
    return () => {
      gone.abort();
      made?.close();
    };
  }, [game, paper, canvas]);
  return player;
}
