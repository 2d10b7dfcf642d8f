import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { type Failure, type Lobby, type Matched, sayFailure } from "../api/client";
import { Blank } from "../components/blank";
import { Button } from "../components/button";
import { CodeForm } from "../components/codeForm";
import { Doodle } from "../components/doodle";
import { GameSettings } from "../components/gameSettings";
import { Invitation } from "../components/invitation";
import { LanguageSwitch } from "../components/languageSwitch";
import { SeatName } from "../components/marks";
import { MemberList } from "../components/memberList";
import { NameField } from "../components/nameField";
import { Page } from "../components/page";
import { Sheet } from "../components/sheet";
import { Stress } from "../components/stress";
import { toast } from "../components/toast";
import { Waiting } from "../components/waiting";
import { Wall } from "../components/wall";
import { t } from "../i18n";
import { lobbyPath } from "../lobby/code";
import { createLobby } from "../lobby/create";
import { me, myName } from "../lobby/me";
import { mine, openVisit, type Visit } from "../lobby/visit";
import { FailurePage } from "./error";
import { LookingPage } from "./looking";
import "./lobby.css";

/** Where players gather: the link, who is here, how it is played, what was drawn. */
export default function LobbyView() {
  const { code } = useRoute().params;
  const visit = useMemo(() => openVisit(code), [code]);
  useEffect(() => () => visit.close(), [visit]);

  const place = visit.place.value;
  switch (place.at) {
    case "looking":
      return <LookingPage title={t("lobby.title")} />;
    case "unknown":
      return <Unknown code={code} />;
    case "failed":
      return <FailurePage failure={place.failure} retry={visit.look} />;
    case "door":
      return <Door lobby={place.lobby} visit={visit} />;
    case "inside":
      return <Inside lobby={place.lobby} live={place.live} visit={visit} />;
    case "matched":
      return <MatchedMoment matched={place.matched} />;
  }
}

function say(failure: Failure | null): void {
  if (failure) toast(sayFailure(failure));
}

function Inside({ lobby, live, visit }: { lobby: Lobby; live: boolean; visit: Visit }) {
  const { route } = useLocation();
  const myself = mine(lobby);
  const host = lobby.members.find((member) => member.id === lobby.host);

  async function leave() {
    await visit.leave();
    route("/");
  }

  return (
    <Page
      class="lobby"
      title={lobby.code}
      ways={
        <>
          <LanguageSwitch />
          <Button look="quiet" onClick={leave}>
            {t("lobby.leave")}
          </Button>
        </>
      }
    >
      <h1 class="sr-only">{t("lobby.title")}</h1>
      <div class="lobby-columns">
        <Invitation link={lobby.link} code={lobby.code} />
        <div class="lobby-people">
          <MemberList members={lobby.members} you={myself?.id} live={live} />
          <NextStep ready={myself?.state === "ready"} room={myself?.room} visit={visit} />
        </div>
        <GameSettings
          settings={lobby.settings}
          host={lobby.host === me.value?.id ? undefined : (host?.name ?? t("lobby.host"))}
          pairs={lobby.games.filter((game) => game.state === "live").map((game) => game.names)}
          change={async (settings) => say(await visit.change(settings))}
        />
      </div>
      <Wall games={lobby.games} room={myself?.room} />
    </Page>
  );
}

/** The one thing to do now: say ready, or go back to the game that is on. */
function NextStep({ ready, room, visit }: { ready: boolean; room?: string; visit: Visit }) {
  const [busy, setBusy] = useState(false);

  async function setReady(next: boolean) {
    setBusy(true);
    say(await visit.setReady(next));
    setBusy(false);
  }

  if (room) {
    return (
      <div class="next-step">
        <Button look="primary" size="large" wide icon="pencil" href={`/r/${room}`}>
          {t("lobby.back")}
        </Button>
        <p>{t("lobby.backText")}</p>
      </div>
    );
  }
  return (
    <div class="next-step">
      {ready ? (
        <Button size="large" wide busy={busy} onClick={() => setReady(false)}>
          {t("lobby.notYet")}
        </Button>
      ) : (
        <Button
          look="primary"
          size="large"
          wide
          icon="check"
          busy={busy}
          onClick={() => setReady(true)}
        >
          {t("lobby.ready")}
        </Button>
      )}
      <p role="status">
        {ready && <Waiting />}
        {ready ? t("lobby.waiting") : t("lobby.pairs")}
      </p>
    </div>
  );
}

/** Somebody came by the link who has no name yet. */
function Door({ lobby, visit }: { lobby: Lobby; visit: Visit }) {
  const [busy, setBusy] = useState(false);
  const host = lobby.members.find((member) => member.id === lobby.host);

  async function comeIn(event: Event) {
    event.preventDefault();
    setBusy(true);
    say(await visit.comeIn());
    setBusy(false);
  }

  return (
    <Page title={lobby.code} ways={<LanguageSwitch />}>
      <Sheet bound class="lobby-door">
        <form onSubmit={comeIn}>
          <Doodle name="blank" />
          <h1>{host ? t("lobby.door", { name: host.name }) : t("lobby.doorNobody")}</h1>
          <p>{t("lobby.doorText")}</p>
          <NameField />
          <Button look="primary" size="large" wide type="submit" busy={busy}>
            {t("lobby.comeIn")}
          </Button>
        </form>
      </Sheet>
    </Page>
  );
}

function Unknown({ code }: { code: string }) {
  const { route } = useLocation();
  const [busy, setBusy] = useState(false);

  async function openOwn() {
    setBusy(true);
    const opened = await createLobby();
    setBusy(false);
    if (opened.ok) route(lobbyPath(opened.data.code));
    else say(opened.failure);
  }

  return (
    <Page title={t("lobby.unknown")}>
      <Blank
        doodle="lost"
        title={t("lobby.unknown")}
        text={<Stress text={t("lobby.unknownText", { code })} />}
      >
        <CodeForm />
        <Button look="primary" icon="people" busy={busy} onClick={openOwn}>
          {t("lobby.openOwn")}
        </Button>
      </Blank>
    </Page>
  );
}

/** How long one sees whom one draws with, before the room opens. */
const momentFor = 1800;

function MatchedMoment({ matched }: { matched: Matched }) {
  const { route } = useLocation();
  useEffect(() => {
    const timer = setTimeout(() => route(`/r/${matched.room}`), momentFor);
    return () => clearTimeout(timer);
  }, [matched.room]);

  const names =
    matched.seat === 1 ? [myName.value, matched.partner] : [matched.partner, myName.value];
  return (
    <Page title={t("lobby.matched", { name: matched.partner })}>
      <Sheet bound class="lobby-matched">
        <div role="status">
          <h1>{t("lobby.matched", { name: matched.partner })}</h1>
          <p>{t("lobby.matchedText")}</p>
        </div>
        <p class="lobby-pair">
          <SeatName seat={1} name={names[0]} />
          <SeatName seat={2} name={names[1]} />
        </p>
      </Sheet>
    </Page>
  );
}
