import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { Lobby, LobbyGame } from "../api/client";
import { keepAwake } from "../browser/awake";
import { Blank } from "../design/blank";
import { Chip } from "../design/chip";
import { Button } from "../design/form/button";
import { Doodle } from "../design/icons/doodle";
import { SeatName } from "../design/icons/seat";
import { addEnglish, formatLength, t } from "../i18n";
import { wall } from "../i18n/en/wall";
import { lobbyPath } from "../lobby/code";
import { QrCode } from "../lobby/invite/qrCode";
import { waveEnds } from "../lobby/wave";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { LoadingPage } from "../page/loadingPage";
import { useMsUntil } from "../page/useMsUntil";
import { columnsFor } from "./columns";
import { LiveSheet } from "./liveSheet";
import { openWall } from "./openWall";
import { ReplayInTurn } from "./replayInTurn";
import type { Play } from "./smallSheet";
import "../page/otherViews";
import "./wall.css";
import "./wallPage.css";

addEnglish(wall);

/** A lobby's wall for a projector: its drawings as they are drawn, and a way in for who comes late. */
export default function WallView() {
  const { code } = useRoute().params;
  const open = useMemo(() => openWall(code), [code]);
  useEffect(() => () => open.close(), [open]);

  const state = open.state.value;
  switch (state.at) {
    case "looking":
      return <LoadingPage title={t("lobby.wall")} />;
    case "unknown":
      return <NoWall title={t("lobby.unknown")} text={t("wall.unknownText")} />;
    case "closed":
      return <NoWall title={t("lobby.closed")} text={t("lobby.closedText")} />;
    case "members":
      return (
        <NoWall title={t("wall.members")} text={t("wall.membersText")} lobby={lobbyPath(code)} />
      );
    case "failed":
      return <FailurePage failure={state.failure} retry={open.load} />;
    case "shown":
      return <Projector lobby={state.lobby} live={state.live} />;
  }
}

function NoWall({ title, text, lobby }: { title: string; text: string; lobby?: string }) {
  return (
    <Page title={title}>
      <Blank doodle="lost" title={title} text={text}>
        {lobby && (
          <Button variant="primary" href={lobby}>
            {t("wall.toLobby")}
          </Button>
        )}
        <Button variant="quiet" href="./">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}

function Projector({ lobby, live }: { lobby: Lobby; live: boolean }) {
  const { rules, link } = lobby;
  const title = rules.name || lobby.code;
  useEffect(keepAwake, []);
  useEffect(() => {
    document.title = `${title} · Tandem`;
  }, [title]);
  return (
    <main class="projector">
      <Drawings games={lobby.games} />
      <aside class="projector-side">
        <h1>{title}</h1>
        <Next lobby={lobby} />
        <div class="projector-join">
          <p>{t(rules.locked ? "lobby.lockedText" : "wall.join")}</p>
          <QrCode link={link} label={t("lobby.qr")} />
          <p class="projector-link">
            {new URL(link).host}/l/
            <wbr />
            <b>{lobby.code}</b>
          </p>
        </div>
        <FullScreen />
        {!live && (
          <p role="status">
            <Chip tone="danger">{t("lobby.offline")}</Chip>
          </p>
        )}
      </aside>
    </main>
  );
}

/** When the drawings are due, or how many are ready for the next wave. */
function Next({ lobby }: { lobby: Lobby }) {
  const ends = waveEnds(lobby);
  const left = useMsUntil(ends ?? 0);
  const wave = lobby.rules.pairing === "everyone";
  if (ends !== undefined) {
    return (
      <p class="projector-next">
        <span>{t(wave ? "wall.nextWave" : "wall.done")}</span>
        <b role="timer">{left > 0 ? formatLength(left) : t("wall.soon")}</b>
      </p>
    );
  }
  const here = lobby.members.filter(({ state }) => state !== "away").length;
  const ready = lobby.members.filter(({ state }) => state === "ready").length;
  return (
    <p class="projector-next" aria-live="polite">
      <span>{t("wall.ready")}</span>
      <b>{t("wall.readyOf", { ready, here })}</b>
    </p>
  );
}

/** The height of the names below a drawing and the gap to the next one, in px; of many drawings less. */
const AROUND = { names: 60, gap: 28 };
const AROUND_MANY = { names: 56, gap: 16 };
const MANY = 12;
/** Drawings wider than this get the finer raster, in px of the device. */
const FINE_FROM = 640;

/** All drawings in progress, and the finished ones in turn, as large as the screen allows. */
function Drawings({ games }: { games: readonly LobbyGame[] }) {
  const area = useRef<HTMLUListElement>(null);
  const live = games.filter(({ state }) => state === "live");
  const [blank, setBlank] = useState<readonly string[]>([]);
  const finished = games.filter(
    ({ id, state, paper }) => state !== "live" && paper && !blank.includes(id),
  );
  const [turn, setTurn] = useState(0);
  const count = live.length + (finished.length > 0 ? 1 : 0);
  const size = useSize(area, count > 0);
  const around = count > MANY ? AROUND_MANY : AROUND;
  const { columns, width } = columnsFor(count, size, around);
  const by = width * devicePixelRatio > FINE_FROM ? 2 : 4;
  const replayed = finished[turn % finished.length];

  if (count === 0) {
    return (
      <div class="projector-empty">
        <Doodle name="blank" />
        <p>{t("lobby.wallEmpty")}</p>
      </div>
    );
  }
  return (
    <ul
      ref={area}
      class={`projector-drawings ${count > MANY ? "projector-many" : ""}`}
      style={{
        "--columns": columns,
        "--drawing": `${width}px`,
        "--names": `${around.names}px`,
        "--gap": `${around.gap}px`,
      }}
    >
      {width > 0 &&
        live.map((game) => (
          <Item key={game.id} game={game}>
            <LiveSheet game={game} by={by} words={roundWords} />
          </Item>
        ))}
      {width > 0 && replayed && (
        <Item key="replay" game={replayed}>
          <ReplayInTurn
            key={`${replayed.id} ${turn}`}
            game={replayed}
            by={by}
            onDone={() => setTurn((now) => now + 1)}
            onBlank={() => setBlank((now) => [...now, replayed.id])}
          />
        </Item>
      )}
    </ul>
  );
}

function roundWords({ round, paused }: Play): string {
  return paused ? t("wall.paused") : t("wall.round", { n: round });
}

interface ItemProps {
  game: LobbyGame;
  children: ComponentChildren;
}

function Item({ game, children }: ItemProps) {
  const [a, b] = game.names;
  return (
    <li>
      <span class="wall-paper" style={{ "--own-paper": game.paper }}>
        {children}
      </span>
      <span class="projector-names">
        <SeatName seat={1} name={a} /> <SeatName seat={2} name={b} />
      </span>
    </li>
  );
}

/** The size of an element, in px, once it is there. */
function useSize(
  element: RefObject<HTMLElement | null>,
  there: boolean,
): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!element.current || !there) return;
    const observer = new ResizeObserver(([{ contentRect }]) => {
      setSize({ width: contentRect.width, height: contentRect.height });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, there]);
  return size;
}

/** Fills the screen; shown only where the browser can and does not yet. */
function FullScreen() {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const update = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", update);
    return () => document.removeEventListener("fullscreenchange", update);
  }, []);
  if (full || !document.fullscreenEnabled) return null;
  return (
    <Button
      variant="quiet"
      size="small"
      icon="fullscreen"
      // A browser may refuse at any time; the page then stays as it is.
      onClick={() => document.documentElement.requestFullscreen().catch(() => {})}
    >
      {t("room.fullScreen")}
    </Button>
  );
}
