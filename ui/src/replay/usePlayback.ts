import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { toast } from "../design/toast";
import { t } from "../i18n";
import { fromHex } from "../ink/palette";
import { createPlayback, type Playback } from "./playback";
import "./words";

/**
 * Fetches the recording of a kept game and creates its playback on the canvas. Undefined until then,
 * or forever if it fails: a picture stands in. For the game "" nothing is fetched.
 */
export function usePlayback(
  game: string,
  paper: string,
  canvas: RefObject<HTMLCanvasElement | null>,
): Playback | undefined {
  const [playback, setPlayback] = useState<Playback>();
  useEffect(() => {
    if (game === "") return;
    const unmounted = new AbortController();
    let created: Playback | undefined;
    async function load(): Promise<void> {
      const response = await fetch(`api/games/${game}/recording`, { signal: unmounted.signal });
      if (!response.ok) throw new Error(`recording: ${response.status}`);
      const stream = new Uint8Array(await response.arrayBuffer());
      if (unmounted.signal.aborted || !canvas.current) return;
      created = await createPlayback(stream, fromHex(paper), canvas.current);
      if (unmounted.signal.aborted) created.close();
      else setPlayback(created);
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
  return playback;
}
