import { useState } from "preact/hooks";
import type { LobbyGame } from "../api/client";
import { Doodle } from "../design/icons/doodle";
import { t } from "../i18n";
import { BeingDrawn } from "./beingDrawn";
import "./wall.css";

interface Props {
  games: readonly LobbyGame[];
  /** The room this player's own game is played in. */
  room?: string;
}

/** A lobby's drawings, the newest first: those being made and those made. */
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
              <WallItem game={game} mine={game.id === room} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Plays drawings back under the mouse. It is fetched when one is looked at. */
type Replay = typeof import("./wallReplay").WallReplay;

function WallItem({ game, mine }: { game: LobbyGame; mine: boolean }) {
  const [a, b] = game.names;
  const live = game.state === "live";
  const [looked, setLooked] = useState(false);
  const [Replay, setReplay] = useState<Replay>();
  const look = () => {
    if (live || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    setLooked(true);
    import("./wallReplay").then(
      ({ WallReplay }) => setReplay(() => WallReplay),
      () => {}, // the picture stays
    );
  };
  const leave = () => setLooked(false);
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
        {looked && Replay && <Replay game={game} />}
      </span>
      <span class="wall-names">{t("common.and", { a, b })}</span>
    </>
  );
  if (live && !mine) return <div class="wall-item">{inside}</div>;
  return (
    <a
      class="wall-item"
      href={live ? `/r/${game.id}` : `/g/${game.id}`}
      onMouseEnter={look}
      onMouseLeave={leave}
      onFocus={look}
      onBlur={leave}
    >
      {inside}
    </a>
  );
}
