import { useState } from "preact/hooks";
import type { LobbyGame } from "../api/client";
import { Doodle } from "../design/icons/doodle";
import { t } from "../i18n";
import { BeingDrawn } from "./beingDrawn";
import "./wall.css";

interface Props {
  games: readonly LobbyGame[];
  /** The room of this player's own game. */
  room?: string;
}

/** A lobby's drawings, the newest first: those in progress and the finished ones. */
export function Wall({ games, room }: Props) {
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
          {games.map((game) => (
            <li key={game.id}>
              <WallItem game={game} own={game.id === room} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Replays a drawing under the mouse. It is loaded at the first hover. */
type Replay = typeof import("./wallReplay").WallReplay;

function WallItem({ game, own }: { game: LobbyGame; own: boolean }) {
  const [a, b] = game.names;
  const live = game.state === "live";
  const [hovered, setHovered] = useState(false);
  const [Replay, setReplay] = useState<Replay>();
  const startReplay = () => {
    if (live || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    setHovered(true);
    import("./wallReplay").then(
      ({ WallReplay }) => setReplay(() => WallReplay),
      () => {}, // the picture stays
    );
  };
  const stopReplay = () => setHovered(false);
  const inside = (
    <>
      <span class="wall-paper" style={{ "--own-paper": game.paper }}>
        {live ? (
          <BeingDrawn />
        ) : (
          <img
            src={`/api/games/${game.id}/drawing.png?width=480`}
            width={480}
            height={360}
            alt={t("lobby.drawingBy", { a, b })}
            loading="lazy"
          />
        )}
        {hovered && Replay && <Replay game={game} />}
      </span>
      <span class="wall-names">{t("common.and", { a, b })}</span>
    </>
  );
  if (live && !own) return <div class="wall-item">{inside}</div>;
  return (
    <a
      class="wall-item"
      href={live ? `/r/${game.id}` : `/g/${game.id}`}
      onMouseEnter={startReplay}
      onMouseLeave={stopReplay}
      onFocus={startReplay}
      onBlur={stopReplay}
    >
      {inside}
    </a>
  );
}
