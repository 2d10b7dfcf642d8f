import { useEffect, useRef, useState } from "preact/hooks";
import type { LobbyGame } from "../api/client";
import { Chip } from "../design/chip";
import { t } from "../i18n";
import { fromHex } from "../ink/palette";
import { BeingDrawn } from "./beingDrawn";
import type { Shrink } from "./shrink";
import { createSmallSheet, type Play, type SmallSheet } from "./smallSheet";
import { useOnScreen } from "./useOnScreen";
import { watchRoom } from "./watchRoom";

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
  const [play, setPlay] = useState<Play>();
  const seen = useOnScreen(canvas);

  useEffect(() => {
    if (!paper || !seen) return;
    let sheet: SmallSheet | undefined;
    const leave = watchRoom(id, {
      onStart() {
        sheet?.close();
        sheet = undefined;
        if (!canvas.current) return;
        sheet = createSmallSheet(canvas.current, { paper: fromHex(paper), by, onPlay: setPlay });
      },
      onEntries: (bytes) => sheet?.add(bytes),
    });
    return () => {
      leave();
      sheet?.close();
    };
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
