import { useEffect, useRef, useState } from "preact/hooks";
import type { LobbyGame } from "../api/client";
import { Chip } from "../design/chip";
import { t } from "../i18n";
import { fromHex } from "../ink/palette";
import { BeingDrawn } from "./beingDrawn";
import { type LiveScreen, openLiveScreen } from "./liveScreen";
import type { Shrink } from "./shrink";
import type { Play } from "./smallSheet";
import { useSeen } from "./useSeen";

interface Props {
  game: LobbyGame;
  by: Shrink;
  /** What the chip says of a game in a round; the round by default. */
  words?: (play: Play) => string;
}

/** A drawing as it is drawn. Until its first ink is there, and where it can't be had, a placeholder. */
export function LiveSheet({ game, by, words = () => t("lobby.live") }: Props) {
  const { id, paper, names } = game;
  const [a, b] = names;
  const canvas = useRef<HTMLCanvasElement>(null);
  const screen = useRef<LiveScreen>(undefined);
  const [play, setPlay] = useState<Play>();
  const seen = useSeen(canvas);

  useEffect(() => {
    // Safari has no canvas for workers before 16.4.
    if (typeof canvas.current?.transferControlToOffscreen !== "function") return;
    const opened = openLiveScreen(canvas.current, setPlay);
    screen.current = opened;
    return () => opened.close();
  }, []);

  useEffect(() => {
    if (!paper || !seen) return;
    screen.current?.watch(id, fromHex(paper), by);
    return () => screen.current?.leave();
  }, [id, paper, by, seen]);

  const drawn = play !== undefined && play.round > 0;
  return (
    <>
      {/* Always laid out, so that it is known whether it is on the screen. */}
      <canvas
        ref={canvas}
        class={`wall-replay ${drawn ? "" : "wall-replay-blank"}`}
        role="img"
        aria-label={t("lobby.drawingBy", { a, b })}
      />
      {drawn ? (
        <Chip tone="ink" live={!play.paused}>
          {words(play)}
        </Chip>
      ) : (
        <BeingDrawn />
      )}
    </>
  );
}
