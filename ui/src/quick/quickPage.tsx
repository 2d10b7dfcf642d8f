import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type Quick, sayFailure, type Wish } from "../api/client";
import { isOnPurpose, meanIt } from "../browser/arrival";
import { keepAwake } from "../browser/awake";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { Select } from "../design/form/select";
import { Sheet } from "../design/sheet";
import { toast } from "../design/toast";
import { Waiting } from "../design/waiting";
import { language, t, tn } from "../i18n";
import { lobbyPath } from "../lobby/code";
import { createLobby } from "../lobby/create";
import { isPromptLanguage, promptLanguages } from "../lobby/settings/themes";
import { CallMe } from "../match/callMe";
import { MatchedMoment } from "../match/matched";
import { WarmUp } from "../match/warmUp";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { LanguageSwitch } from "../page/languageSwitch";
import { LookingPage } from "../page/loadingPage";
import { OpenLobbies } from "./openLobbies";
import { openQueue, type QueuePage } from "./queue";
import "./quickPage.css";

/** How long one waits before a friend is suggested, in ms. */
const lonelyAfter = 20_000;

const difficulties = ["easy", "normal", "wild"] as const;

/** Where strangers meet. Who came through the browser's history may not mean to. */
export default function QuickView() {
  const [begun, setBegun] = useState(isOnPurpose);
  if (begun) return <Queue />;
  return (
    <NotHere
      title={t("quick.idle")}
      text={t("quick.idleText")}
      word={t("quick.start")}
      again={() => {
        meanIt();
        setBegun(true);
      }}
    />
  );
}

/** The wait for a stranger, with something to do meanwhile and a way on when nobody comes. */
function Queue() {
  const [wish, setWish] = useState<Wish>(() => ({
    language: isPromptLanguage(language.value) ? language.value : "en",
    difficulty: "normal",
  }));
  // A changed wish keeps its place in the queue.
  const page = useMemo(() => openQueue(wish), []);
  useEffect(() => () => page.close(), [page]);

  async function change(part: Partial<Wish>) {
    const next = { ...wish, ...part };
    setWish(next);
    const failure = await page.change(next);
    if (failure) toast(sayFailure(failure));
  }

  const stand = page.stand.value;
  switch (stand.at) {
    case "asking":
      return <LookingPage title={t("quick.title")} />;
    case "failed":
      return <FailurePage failure={stand.failure} retry={page.again} />;
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
        />
      );
    case "elsewhere":
      return (
        <NotHere
          title={t("quick.elsewhere")}
          text={t("quick.elsewhereText")}
          word={t("quick.waitHere")}
          again={page.again}
        />
      );
    case "stopped":
      return (
        <NotHere
          title={t("quick.stopped")}
          text={t("quick.stoppedText")}
          word={t("quick.waitAgain")}
          again={page.again}
        />
      );
    case "matched":
      return <MatchedMoment matched={stand.matched} instead />;
  }
}

interface WaitingProps {
  queue: Quick;
  live: boolean;
  /** The lobby that the player was ready in until now. */
  left?: string;
  page: QueuePage;
  wish: Wish;
  change: (part: Partial<Wish>) => void;
}

function WaitingPage({ queue, live, left, page, wish, change }: WaitingProps) {
  const { route } = useLocation();
  useEffect(keepAwake, []);
  const lonely = useLonely();

  async function leave(to: string) {
    await page.cancel();
    route(to);
  }

  return (
    <Page class="quick" title={t("quick.title")} ways={<LanguageSwitch />}>
      <div class="quick-columns">
        <div class="quick-side">
          <Sheet bound class="quick-wait">
            <Waiting />
            <h1>{t("quick.looking")}</h1>
            <p role="status">{sayQueue(queue, live)}</p>
            {left && <p class="quick-hint">{t("quick.left", { code: left })}</p>}
            <div class="quick-wish">
              <div class="setting">
                <span>{t("quick.language")}</span>
                <Select
                  label={t("quick.language")}
                  value={wish.language}
                  options={Object.entries(promptLanguages).map(([value, word]) => ({
                    value,
                    word,
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
              <CallMe />
            </div>
            {lonely ? <ShareInstead page={page} /> : <p class="quick-hint">{t("quick.relaxed")}</p>}
            <Button look={lonely ? "quiet" : "secondary"} wide onClick={() => leave("/")}>
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

/** Nobody came: a friend might. */
function ShareInstead({ page }: { page: QueuePage }) {
  const { route } = useLocation();

  async function share() {
    const opened = await createLobby();
    if (!opened.ok) return toast(sayFailure(opened.failure));
    await page.cancel();
    route(lobbyPath(opened.data.code));
  }

  return (
    <div class="quick-lonely" role="status">
      <p>{t("quick.nobody")}</p>
      <Button look="primary" wide icon="people" onClick={share}>
        {t("quick.shareLink")}
      </Button>
    </div>
  );
}

/** Whether nobody has come for long. */
function useLonely(): boolean {
  const [lonely, setLonely] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLonely(true), lonelyAfter);
    return () => clearTimeout(timer);
  }, []);
  return lonely;
}

function sayQueue({ others, usual_wait_ms }: Quick, live: boolean): string {
  if (!live) return t("quick.reconnecting");
  const who = others > 0 ? tn("quick.others", others) : t("quick.alone");
  if (!usual_wait_ms) return who;
  return `${who} ${tn("quick.usual", Math.max(1, Math.round(usual_wait_ms / 1000)))}`;
}

/** Nobody plays two games at once. */
function Playing({ room }: { room: string }) {
  return (
    <Page title={t("quick.playing")}>
      <Blank doodle="blank" title={t("quick.playing")} text={t("quick.playingText")}>
        <Button look="primary" icon="pencil" href={`/r/${room}`}>
          {t("quick.toRoom")}
        </Button>
        <Button look="quiet" href="/">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}

interface NotHereProps {
  title: string;
  text: string;
  word: string;
  again: () => void;
}

function NotHere({ title, text, word, again }: NotHereProps) {
  return (
    <Page title={title}>
      <Blank doodle="away" title={title} text={text}>
        <Button look="primary" icon="again" onClick={again}>
          {word}
        </Button>
        <Button look="quiet" href="/">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}
