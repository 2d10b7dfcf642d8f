import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { LobbyGame } from "../api/client";
import { Doodle } from "../design/icons/doodle";
import { t } from "../i18n";
import { usePart } from "../page/usePart";
import { BeingDrawn } from "./beingDrawn";
import "./wall.css";

/** So many drawings of a lobby are shown on its page. */
const SHOWN = 24;

interface Props {
  games: readonly LobbyGame[];
  /** The room of this player's own game. */
  room?: string;
  /** What stands at the corner of each drawing. */
  corner?: (game: LobbyGame) => ComponentChildren;
}

/** A lobby's drawings, the newest first: those in progress and the finished ones. */
export function Wall({ games, room, corner }: Props) {
  const live = usePart(
    () => import("./liveSheet"),
    games.some(({ state }) => state === "live"),
  );
  return (
    <section class="wall">
      <header>
        <h2>{t("lobby.wall")}</h2>
        {games.length > 0 && <p>{t("lobby.wallText")}</p>}
      </header>
      {games.length === 0 ? (
        <p class="wall-empty">
          <span class="wall-paper">
            <Doodle name="blank" />
          </span>
          {t("lobby.wallEmpty")}
        </p>
      ) : (
        <ul class="wall-items">
          {games.slice(0, SHOWN).map((game) => (
            <li key={game.id}>
              <WallItem game={game} own={game.id === room} Live={live?.LiveSheet} />
              {corner?.(game)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Shows a drawing as it is drawn. It is loaded with the first one. */
type Live = typeof import("./liveSheet").LiveSheet;

interface ItemProps {
  game: LobbyGame;
  /** It is this player's own. */
  own: boolean;
  Live: Live | undefined;
}

function WallItem({ game, own, Live }: ItemProps) {
  const [a, b] = game.names;
  const live = game.state === "live";
  const [hovered, setHovered] = useState(false);
  const replay = usePart(() => import("./wallReplay"), hovered);
  const startReplay = () => {
    if (live || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    setHovered(true);
  };
  const stopReplay = () => setHovered(false);
  const inside = (
    <>
      <span class="wall-paper" style={{ "--own-paper": game.paper }}>
        {live ? (
          Live ? (
            <Live game={game} by={4} />
          ) : (
            <BeingDrawn />
          )
        ) : (
          <img
            src={`api/games/${game.id}/drawing.png?width=480`}
            width={480}
            height={360}
            alt={t("lobby.drawingBy", { a, b })}
            loading="lazy"
          />
        )}
        {hovered && replay && <replay.WallReplay game={game} />}
      </span>
      <span class="wall-names">{t("common.and", { a, b })}</span>
    </>
  );
  if (live && !own) return <div class="wall-item">{inside}</div>;
  return (
    <a
      class="wall-item"
      href={live ? `r/${game.id}` : `g/${game.id}`}
      onMouseEnter={startReplay}
      onMouseLeave={stopReplay}
      onFocus={startReplay}
      onBlur={stopReplay}
    >
      {inside}
    </a>
  );
}
