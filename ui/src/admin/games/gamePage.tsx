import type { RefObject } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { type AdminGameDetail, api, type Failure } from "../../api/client";
import { Blank } from "../../design/blank";
import { Card } from "../../design/card";
import { Button } from "../../design/form/button";
import { Sheet } from "../../design/sheet";
import { Waiting } from "../../design/waiting";
import { formatDate, formatLength, formatNumber, t } from "../../i18n";
import { lobbyPath } from "../../lobby/code";
import { FailurePage } from "../../page/errorPages";
import { Page } from "../../page/frame";
import { formatDrawn } from "../../page/ghost";
import type { Playback } from "../../replay/playback";
import { ReplaySheet } from "../../replay/replaySheet";
import { Scrubber } from "../../replay/scrubber";
import { roundAt } from "../../replay/timeline";
import { usePlayback } from "../../replay/usePlayback";
import { PromptSeries } from "../../reveal/promptSeries";
import { AdminNav } from "../adminNav";
import { formatSource } from "../format";
import { askAsAdmin, signedIn } from "../session";
import { SignInPage } from "../signInPage";
import { AdminGameActions } from "./gameActions";
import { GameStateChip } from "./gameStateChip";
import "../../page/otherViews";
import "./gamePage.css";

/** One game in full, for the operator. */
export default function AdminGame() {
  return signedIn.value ? <FetchedGame /> : <SignInPage />;
}

function FetchedGame() {
  const { id } = useRoute().params;
  const [game, setGame] = useState<AdminGameDetail | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const load = useCallback(async () => {
    const answer = await askAsAdmin(
      api.GET("/api/admin/games/{id}", {
        params: { path: { id } },
      }),
    );
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) setGame(answer.data);
  }, [id]);

  useEffect(() => {
    void load();
  }, [load]);

  if (failure?.kind === "refused" && failure.status === 404) return <UnknownGame />;
  if (failure) return <FailurePage failure={failure} retry={load} />;
  return (
    <Page class="admin-game" title={t("admin.game")} actions={<AdminNav />}>
      {game ? (
        <Facts game={game} onChange={load} />
      ) : (
        <p class="admin-waiting" role="status">
          <Waiting />
          {t("common.loading")}
        </p>
      )}
    </Page>
  );
}

function UnknownGame() {
  return (
    <Page title={t("admin.unknown")}>
      <Blank doodle="lost" title={t("admin.unknown")} text={t("admin.unknownText")}>
        <Button variant="primary" href="admin">
          {t("admin.allGames")}
        </Button>
      </Blank>
    </Page>
  );
}

function Facts({ game, onChange }: { game: AdminGameDetail; onChange: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const playback = usePlayback(game.recording ? game.id : "", game.paper, canvas);
  const timeline = playback?.timeline;
  const at = playback?.at.value ?? 0;
  const round = timeline && at < timeline.end ? roundAt(timeline, at) : 0;
  return (
    <div class="admin-game-columns">
      <Picture game={game} playback={playback} canvas={canvas} />
      <header>
        <GameStateChip state={game.state} />
        <h1>{game.title || game.theme || t("admin.notDealt")}</h1>
        {game.caption && <p class="admin-game-caption">{game.caption}</p>}
      </header>
      <PromptSeries seats={game.seats} round={round} starts={game.round_starts} />
      <FactCard game={game} />
      <AdminGameActions game={game} onChange={onChange} />
      <Events game={game} />
    </div>
  );
}

function Download({ of, name, word }: { of: string; name: string; word: string }) {
  return (
    <Button size="small" icon="download" href={of} download={name}>
      {word}
    </Button>
  );
}

interface PictureProps {
  game: AdminGameDetail;
  playback: Playback | undefined;
  canvas: RefObject<HTMLCanvasElement | null>;
}

function Picture({ game, playback, canvas }: PictureProps) {
  const [a, b] = game.seats.map(({ name }) => name || t("common.someone"));
  return (
    <figure class="admin-game-picture">
      {game.picture ? (
        <ReplaySheet
          playback={playback}
          canvas={canvas}
          paper={game.paper}
          picture={`${game.picture}?width=1600`}
          label={t("lobby.drawingBy", { a, b })}
        />
      ) : (
        <Sheet bound pages paper={game.paper || "var(--sheet)"}>
          <p class="admin-game-live">
            <Waiting />
            {t("admin.stillLive")}
          </p>
        </Sheet>
      )}
      {playback?.timeline && (
        <Scrubber playback={playback} timeline={playback.timeline} names={[a, b]} />
      )}
      {game.picture && (
        <figcaption>
          <Download of={game.picture} name={`${game.id}.png`} word="PNG" />
          <Download of={`api/games/${game.id}/drawing.svg`} name={`${game.id}.svg`} word="SVG" />
          <Button size="small" icon="play" href={`g/${game.id}`}>
            {t("admin.reveal")}
          </Button>
        </figcaption>
      )}
    </figure>
  );
}

function FactCard({ game }: { game: AdminGameDetail }) {
  const when = (at: string) => formatDate(at, { dateStyle: "medium", timeStyle: "medium" });
  const facts: [name: string, value: string | undefined][] = [
    [t("admin.created"), when(game.created_at)],
    [t("admin.started"), game.started_at && when(game.started_at)],
    [t("admin.ended"), game.ended_at && when(game.ended_at)],
    [t("admin.length"), formatLength(game.play_ms)],
    [t("admin.rounds"), t("admin.roundsOf", { rounds: game.rounds, seconds: game.round_seconds })],
    [t("admin.strokes"), formatNumber(game.strokes)],
    [t("admin.theme"), game.theme],
    [t("admin.source"), formatSource(game)],
    [t("admin.language"), game.language],
    [
      t("admin.ghost"),
      game.ghost && t("admin.ghostOf", { seat: game.ghost.seat, date: formatDrawn(game.ghost) }),
    ],
    [t("admin.epoch"), game.epoch?.toString()],
    [t("admin.hash"), game.picture_hash],
    [t("admin.id"), game.id],
  ];
  return (
    <Card shape={2} class="admin-game-facts">
      <h2>{t("admin.facts")}</h2>
      <dl>
        {game.lobby && (
          <div>
            <dt>{t("admin.lobby")}</dt>
            <dd>
              <a href={lobbyPath(game.lobby)}>{game.lobby}</a>
            </dd>
          </div>
        )}
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </Card>
  );
}

function Events({ game }: { game: AdminGameDetail }) {
  if (game.events.length === 0) return null;
  return (
    <Card class="admin-game-events">
      <h2>{t("admin.events")}</h2>
      <ol>
        {game.events.map((event) => (
          <li key={event.seq}>
            <time>{formatLength(event.clock)}</time>
            {formatEvent(event, game.seats[event.seat - 1]?.name ?? "")}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function formatEvent(event: AdminGameDetail["events"][number], name: string): string {
  switch (event.event) {
    case "began_counting_in":
    case "paused":
    case "resumed":
      return t(`event.${event.event}`);
    case "round":
      return t("event.round", { n: event.round ?? 0 });
    case "lifted":
    case "joined":
    case "gone":
    case "going_on":
      return t(`event.${event.event}`, { name });
    case "reaction":
      return t("room.reacted", { name, reaction: t(`room.${event.reaction ?? "heart"}`) });
    case "finished":
      return event.how ? t(`event.finished.${event.how}`) : t("event.finished");
  }
}
