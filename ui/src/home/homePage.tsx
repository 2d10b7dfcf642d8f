import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { api, ask, formatFailure, type Quick } from "../api/client";
import { Button } from "../design/form/button";
import { Underline } from "../design/icons/seat";
import { Stress } from "../design/stress";
import { toast } from "../design/toast";
import { t, tn } from "../i18n";
import { lobbyPath } from "../lobby/code";
import { CodeForm } from "../lobby/codeForm";
import { createLobby } from "../lobby/create";
import { me } from "../me/me";
import { NameField } from "../me/nameField";
import { Page } from "../page/frame";
import { PageSettings } from "../page/pageSettings";
import { LivingExample } from "./livingExample";
import "./homePage.css";

/** The bar, the words, the name, the buttons, the example. */
const PARTS = 5;

/** Whether the page has been shown since it was loaded. */
let shown = false;

/**
 * How many of the page's parts are rendered. When the page loads, each is rendered and laid out in a task of its own,
 * so that a slow phone stays responsive.
 */
function useParts(): number {
  const [parts, setParts] = useState(shown ? PARTS : 1);
  useEffect(() => {
    if (parts < PARTS) setParts(parts + 1);
    else shown = true;
  }, [parts]);
  return parts;
}

/** The home page: what Tandem is, a drawing that draws itself, and how to start. */
export default function Home() {
  const parts = useParts();
  // The parts appear together.
  return (
    <Page class={parts < PARTS ? "home home-starting" : "home"} actions={<PageSettings />}>
      <div class="home-columns">
        {parts > 4 && <LivingExample />}
        <section class="home-words">
          {parts > 1 && <Title />}
          {parts > 2 && <NameField />}
          {parts > 3 && <StartOptions />}
        </section>
      </div>
    </Page>
  );
}

function Title() {
  return (
    <>
      <h1
        class="home-title"
        style={{ "--letters": Math.max(t("home.line1").length, t("home.line2").length) }}
      >
        <span>
          {t("home.line1")}
          <Underline kind="curl" />
        </span>{" "}
        <span>
          {t("home.line2")}
          <Underline kind="zigzag" />
        </span>
      </h1>
      <p class="home-what">
        <Stress text={t("home.what")} /> <span class="home-more">{t("home.more")}</span>
      </p>
    </>
  );
}

function StartOptions() {
  const { route } = useLocation();
  const [typing, setTyping] = useState(false);
  const quick = useQuick();
  const waiting = quick?.others ?? 0;

  async function openLobby() {
    const opened = await createLobby();
    if (opened.ok) route(lobbyPath(opened.data.code));
    else toast(formatFailure(opened.failure), { word: t("common.tryAgain"), run: openLobby });
  }

  return (
    <div class="home-actions">
      <Button variant="primary" size="large" icon="people" onClick={openLobby}>
        {t("home.play")}
      </Button>
      <Button size="large" icon="bolt" href="quick">
        {t("home.quick")}
      </Button>
      {typing ? (
        <CodeForm autofocus />
      ) : (
        <div class="home-quiet">
          <Button variant="quiet" onClick={() => setTyping(true)}>
            {t("home.haveCode")}
          </Button>
          {quick?.ghosts && (
            <Button variant="quiet" href="quick?ghost">
              {t("home.ghost")}
            </Button>
          )}
          {quick?.gallery && (
            <Button variant="quiet" href="gallery">
              {t("home.gallery")}
            </Button>
          )}
          {me.value && (
            <Button variant="quiet" href="games">
              {t("games.title")}
            </Button>
          )}
        </div>
      )}
      <p class="home-small">{waiting > 0 ? tn("home.waiting", waiting) : t("home.noAccount")}</p>
    </div>
  );
}

/** How quick play stands, once it is known. */
function useQuick(): Quick | undefined {
  const [quick, setQuick] = useState<Quick>();
  useEffect(() => {
    let gone = false;
    void ask(api.GET("/api/quick")).then((answer) => {
      if (answer.ok && !gone) setQuick(answer.data);
    });
    return () => {
      gone = true;
    };
  }, []);
  return quick;
}
