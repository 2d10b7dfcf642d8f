import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { api, ask, type Failure, type Game } from "../api/client";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import type { Seat } from "../design/icons/seat";
import { toast } from "../design/toast";
import { formatDate, t } from "../i18n";
import { lobbyPath } from "../lobby/code";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { LoadingPage } from "../page/loadingPage";
import { usePart } from "../page/usePart";
import { ReplayCaption } from "../replay/replayCaption";
import { ReplaySheet } from "../replay/replaySheet";
import { Scrubber } from "../replay/scrubber";
import { roundAt } from "../replay/timeline";
import { usePlayback } from "../replay/usePlayback";
import { useAutoplay, useReactions } from "../replay/useReplay";
import { Floats } from "../room/reactions";
import { PromptRating } from "./promptRating";
import { PromptSeries } from "./promptSeries";
import { PlayAgain } from "./revealAgain";
import { shareLink } from "./share";
import "../page/otherViews";
import "../replay/words";
import "./revealPage.css";

/** A kept game, by its address. */
export default function Reveal() {
  const { id } = useRoute().params;
  const [game, setGame] = useState<Game | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const load = useCallback(async () => {
    const answer = await ask(api.GET("/api/games/{id}", { params: { path: { id } } }));
    setGame(answer.ok ? answer.data : null);
    setFailure(answer.ok ? null : answer.failure);
  }, [id]);
  useEffect(() => void load(), [load]);

  if (failure?.kind === "refused" && failure.status === 404) return <Unknown />;
  if (failure) return <FailurePage failure={failure} retry={load} />;
  return game ? <KeptGame key={game.id} game={game} /> : <LoadingPage />;
}

function Unknown() {
  return (
    <Page title={t("reveal.unknown")}>
      <Blank doodle="lost" title={t("reveal.unknown")} text={t("reveal.unknownText")}>
        <Button variant="primary" href="./">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}

function KeptGame({ game }: { game: Game }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const playback = usePlayback(game.id, game.paper, canvas);
  useAutoplay(playback);
  const reactions = useReactions(playback);
  const ghost = useGhost(game);
  const seats = game.seats as SeatPrompts[];
  const [a, b] = game.seats.map(({ name }) => name || t("common.someone"));
  const title = t("reveal.title", { a, b });
  const timeline = playback?.timeline;
  const at = playback?.at.value ?? 0;
  // At the end of the replay no round is current.
  const round = timeline && at < timeline.end ? roundAt(timeline, at) : 0;
  const actions = game.lobby && (
    <Button variant="quiet" href={lobbyPath(game.lobby)}>
      {t("reveal.toLobby")}
    </Button>
  );

  return (
    <Page class="reveal" title={title} actions={actions}>
      <div class="reveal-columns">
        <div class="reveal-drawing">
          <ReplaySheet
            class="reveal-sheet"
            playback={playback}
            canvas={canvas}
            paper={game.paper}
            picture={`api/games/${game.id}/drawing.png?width=1024`}
            label={title}
          >
            <div class="reveal-floats">
              <Floats floats={reactions.floats} onGone={reactions.remove} />
            </div>
          </ReplaySheet>
          <ReplayCaption seats={seats} round={round} rest={subjectOf(game)} />
          <div class="reveal-replay">
            {playback && timeline && (
              <Scrubber playback={playback} timeline={timeline} names={[a, b]} />
            )}
          </div>
        </div>
        <header class="reveal-words">
          <h1 class="reveal-title">{headlineOf(game, a, b)}</h1>
          {game.ghost && ghost && <ghost.GhostLine ghost={game.ghost} />}
        </header>
        <div class="reveal-series">
          <PromptSeries seats={seats} round={round} starts={game.round_starts} />
          {game.you !== 0 && game.title && <PromptRating game={game} />}
        </div>
        <RevealActions game={game} title={title} />
      </div>
      {game.you !== 0 && (game.ghost ? ghost && <ghost.GhostAgain /> : <PlayAgain game={game} />)}
    </Page>
  );
}

/** The parts of a player's game with a ghost, once they are there. */
function useGhost({ ghost, you }: Game): typeof import("./ghostParts") | undefined {
  const [parts, setParts] = useState<typeof import("./ghostParts")>();
  useEffect(() => {
    if (ghost && you !== 0) void import("./ghostParts").then(setParts, () => undefined);
  }, [ghost, you]);
  return parts;
}

type SeatPrompts = { seat: Seat; name: string; prompts: string[] };

/** The dialogs that are fetched when they are first opened. */
type Dialogs = {
  download?: typeof import("./export/downloadDialog");
  embed?: typeof import("./embedDialog");
  link?: typeof import("./linkDialog");
};

/** Actions on the drawing: share, download, embed, report. */
function RevealActions({ game, title }: { game: Game; title: string }) {
  const [open, setOpen] = useState<keyof Dialogs | null>(null);
  const [dialogs, setDialogs] = useState<Dialogs>({});
  const between = usePart(() => import("./revealBetween"));
  const link = new URL(`g/${game.id}`, document.baseURI).href;

  async function share() {
    const shared = await shareLink(link, title);
    if (shared === "copied") toast(t("reveal.copied"));
    if (shared === "byHand") {
      await openWith("link", async () => ({ link: await import("./linkDialog") }));
    }
  }

  async function openWith(name: keyof Dialogs, load: () => Promise<Dialogs>) {
    try {
      const loaded = await load();
      setDialogs((before) => ({ ...before, ...loaded }));
      setOpen(name);
    } catch {
      toast(t("error.unknown"));
    }
  }

  return (
    <div class="reveal-actions">
      {game.you === 0 && (
        <Button variant="primary" icon="pencil" href="./">
          {t("reveal.own")}
        </Button>
      )}
      <Button size="small" icon="share" onClick={share}>
        {t("reveal.share")}
      </Button>
      <Button
        size="small"
        icon="download"
        onClick={() =>
          openWith("download", async () => ({ download: await import("./export/downloadDialog") }))
        }
      >
        {t("reveal.download")}
      </Button>
      <Button
        size="small"
        icon="code"
        onClick={() => openWith("embed", async () => ({ embed: await import("./embedDialog") }))}
      >
        {t("reveal.embed")}
      </Button>
      {game.you === 0 && <p class="reveal-open">{t("reveal.open")}</p>}
      {between && <between.Between game={game} />}
      {dialogs.download && (
        <dialogs.download.DownloadDialog
          game={game}
          open={open === "download"}
          onClose={() => setOpen(null)}
        />
      )}
      {dialogs.embed && (
        <dialogs.embed.EmbedDialog
          link={link}
          open={open === "embed"}
          onClose={() => setOpen(null)}
        />
      )}
      {dialogs.link && (
        <dialogs.link.LinkDialog link={link} open={open === "link"} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}

function subjectOf({ theme, title, ended_at, created_at }: Game): string {
  const date = formatDate(ended_at ?? created_at, {
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  return t("reveal.subject", { theme: title || theme, date });
}

function headlineOf({ you, strokes }: Game, a: string, b: string): string {
  if (strokes === 0) return t("reveal.blank");
  return you === 0 ? t("reveal.theirs", { a, b }) : t("reveal.yours");
}
