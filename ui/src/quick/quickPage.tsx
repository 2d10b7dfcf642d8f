import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { formatFailure, type Quick, type Wish } from "../api/client";
import { confirmArrival, isOnPurpose } from "../browser/arrival";
import { keepAwake } from "../browser/awake";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { Select } from "../design/form/select";
import { Sheet } from "../design/sheet";
import { toast } from "../design/toast";
import { Waiting } from "../design/waiting";
import { formatLanguage, language, languages, t, tn } from "../i18n";
import { lobbyPath } from "../lobby/code";
import { createLobby } from "../lobby/create";
import { CallSwitches } from "../match/callSwitches";
import { MatchedMoment } from "../match/matched";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { LoadingPage } from "../page/loadingPage";
import { PageSettings } from "../page/pageSettings";
import { WarmUp } from "../room/warmUp/warmUp";
import { GhostGame } from "./ghostGame";
import { OpenLobbies } from "./openLobbies";
import { Playing } from "./playing";
import { openQueue, type QueuePage } from "./queue";
import "../page/otherViews";
import "./quickPage.css";

/** How long a player waits before the page suggests a ghost, or inviting a friend, in ms. */
const LONG_WAIT = 12_000;

const difficulties = ["easy", "normal", "wild"] as const;

/**
 * Quick play, with a stranger, or with a ghost by `?ghost`. A player who came through the browser's
 * history has to confirm.
 */
export default function QuickView() {
  const [started, setStarted] = useState(isOnPurpose);
  const [wish, setWish] = useState<Wish>(() => ({
    language: language.value,
    difficulty: "normal",
  }));
  const [ghost, setGhost] = useState("ghost" in useLocation().query);
  if (started && ghost) return <GhostGame wish={wish} />;
  if (started) return <Queue wish={wish} setWish={setWish} onGhost={() => setGhost(true)} />;
  return (
    <NotWaiting
      title={t(ghost ? "home.ghost" : "quick.idle")}
      text={t(ghost ? "ghost.idleText" : "quick.idleText")}
      word={t(ghost ? "home.ghost" : "quick.start")}
      again={() => {
        confirmArrival();
        setStarted(true);
      }}
    />
  );
}

interface QueueProps {
  wish: Wish;
  setWish: (wish: Wish) => void;
  /** The player would rather draw with a ghost. */
  onGhost: () => void;
}

/** Waits for a stranger, with a sheet to draw on and alternatives when nobody comes. */
function Queue({ wish, setWish, onGhost }: QueueProps) {
  // Changing the wish keeps the place in the queue.
  const page = useMemo(() => openQueue(wish), []);
  useEffect(() => () => page.close(), [page]);

  async function change(part: Partial<Wish>) {
    const next = { ...wish, ...part };
    setWish(next);
    const failure = await page.change(next);
    if (failure) toast(formatFailure(failure));
  }

  const stand = page.state.value;
  switch (stand.at) {
    case "asking":
      return <LoadingPage title={t("quick.title")} />;
    case "failed":
      return <FailurePage failure={stand.failure} retry={page.start} />;
    case "playing":
      return <Playing room={stand.room} />;
    case "waiting":
      return (
        <WaitingPage
          queue={stand.queue}
          live={stand.live}
          left={stand.left}
          page={page}
          wish={wish}
          change={change}
          onGhost={onGhost}
        />
      );
    case "elsewhere":
      return (
        <NotWaiting
          title={t("quick.elsewhere")}
          text={t("quick.elsewhereText")}
          word={t("quick.waitHere")}
          again={page.start}
        />
      );
    case "stopped":
      return (
        <NotWaiting
          title={t("quick.stopped")}
          text={t("quick.stoppedText")}
          word={t("quick.waitAgain")}
          again={page.start}
        />
      );
    case "matched":
      return <MatchedMoment matched={stand.matched} replace />;
  }
}

interface WaitingProps {
  queue: Quick;
  live: boolean;
  /** The lobby in which the player was ready until now. */
  left?: string;
  page: QueuePage;
  wish: Wish;
  change: (part: Partial<Wish>) => void;
  onGhost: () => void;
}

function WaitingPage({ queue, live, left, page, wish, change, onGhost }: WaitingProps) {
  const { route } = useLocation();
  useEffect(keepAwake, []);
  const lonely = useLongWait();

  async function leave(to: string) {
    await page.cancel();
    route(to);
  }

  return (
    <Page class="quick" title={t("quick.title")} actions={<PageSettings />}>
      <div class="quick-columns">
        <div class="quick-side">
          <Sheet bound class="quick-wait">
            <Waiting />
            <h1>{t("quick.looking")}</h1>
            <p role="status">{formatQueue(queue, live)}</p>
            {left && <p class="quick-hint">{t("quick.left", { code: left })}</p>}
            <div class="quick-wish">
              <div class="setting">
                <span>{t("quick.language")}</span>
                <Select
                  label={t("quick.language")}
                  value={wish.language}
                  options={languages.map((value) => ({
                    value,
                    word: formatLanguage(value),
                  }))}
                  onChange={(language) => change({ language })}
                />
              </div>
              <div class="setting">
                <span>{t("lobby.difficulty")}</span>
                <Select
                  label={t("lobby.difficulty")}
                  value={wish.difficulty ?? "normal"}
                  options={difficulties.map((value) => ({ value, word: t(`lobby.${value}`) }))}
                  onChange={(difficulty) => change({ difficulty })}
                />
              </div>
              <CallSwitches />
            </div>
            {lonely ? (
              <Lonely page={page} soon={queue.soon} onGhost={queue.ghosts ? onGhost : undefined} />
            ) : (
              <p class="quick-hint">{t("quick.relaxed")}</p>
            )}
            <Button variant={lonely ? "quiet" : "secondary"} wide onClick={() => leave("./")}>
              {t("common.cancel")}
            </Button>
          </Sheet>
          <OpenLobbies onJoin={(code) => leave(lobbyPath(code))} />
        </div>
        <WarmUp title={t("quick.warmUp")}>
          <p>{t("quick.warmUpText")}</p>
        </WarmUp>
      </div>
    </Page>
  );
}

interface LonelyProps {
  page: QueuePage;
  /** How many others draw with a ghost. */
  soon?: number;
  onGhost?: () => void;
}

/** Nobody came: suggests a ghost, where there are any, or inviting a friend. */
function Lonely({ page, soon = 0, onGhost }: LonelyProps) {
  const { route } = useLocation();

  async function share() {
    const opened = await createLobby();
    if (!opened.ok) return toast(formatFailure(opened.failure));
    await page.cancel();
    route(lobbyPath(opened.data.code));
  }

  return (
    <div class="quick-lonely" role="status">
      <p>{t(onGhost ? "ghost.nobody" : "quick.nobody")}</p>
      {onGhost && soon > 0 && <p>{tn("ghost.soon", soon)}</p>}
      {onGhost && (
        <Button variant="primary" wide icon="pencil" onClick={onGhost}>
          {t("home.ghost")}
        </Button>
      )}
      <Button variant={onGhost ? "wash" : "primary"} wide icon="people" onClick={share}>
        {t("quick.shareLink")}
      </Button>
    </div>
  );
}

/** Whether the player has waited for long. */
function useLongWait(): boolean {
  const [lonely, setLonely] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLonely(true), LONG_WAIT);
    return () => clearTimeout(timer);
  }, []);
  return lonely;
}

function formatQueue({ others, usual_wait_ms }: Quick, live: boolean): string {
  if (!live) return t("quick.reconnecting");
  const who = others > 0 ? tn("quick.others", others) : t("quick.alone");
  if (!usual_wait_ms) return who;
  return `${who} ${tn("quick.usual", Math.max(1, Math.round(usual_wait_ms / 1000)))}`;
}

interface NotHereProps {
  title: string;
  text: string;
  word: string;
  again: () => void;
}

function NotWaiting({ title, text, word, again }: NotHereProps) {
  return (
    <Page title={title}>
      <Blank doodle="away" title={title} text={text}>
        <Button variant="primary" icon="again" onClick={again}>
          {word}
        </Button>
        <Button variant="quiet" href="./">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}
