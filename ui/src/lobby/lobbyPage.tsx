import { useEffect, useMemo } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { type Failure, type Lobby, type Member, type Rules, sayFailure } from "../api/client";
import { keepAwake } from "../browser/awake";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { Form } from "../design/form/form";
import { Doodle, type DoodleName } from "../design/icons/doodle";
import { Sheet } from "../design/sheet";
import { Stress } from "../design/stress";
import { toast } from "../design/toast";
import { t } from "../i18n";
import { MatchedMoment } from "../match/matched";
import { NameField } from "../me/nameField";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { LanguageSwitch } from "../page/languageSwitch";
import { LookingPage } from "../page/loadingPage";
import { Wall } from "../wall/wall";
import { lobbyPath } from "./code";
import { CodeForm } from "./codeForm";
import { createLobby } from "./create";
import { Invitation } from "./invite/invitation";
import { askWay, NextStep, WatchSwitch } from "./lobbyNext";
import { MemberList } from "./members/memberList";
import { MemberMenu } from "./members/memberMenu";
import { Pairing } from "./members/pairing";
import { OddOneOut } from "./oddOneOut";
import { GameSettings } from "./settings/gameSettings";
import { LobbyRules } from "./settings/lobbyRules";
import { leads, mine, openVisit, type Visit } from "./visit";
import { waveEnds } from "./wave";
import "./lobbyPage.css";

/** Where players gather: the link, who is here, how it is played, what was drawn. */
export default function LobbyView() {
  const { code } = useRoute().params;
  const visit = useMemo(() => openVisit(code), [code]);
  useEffect(() => () => visit.close(), [visit]);

  const place = visit.place.value;
  // The address bar has a typo that the server forgave.
  const own = place.at === "inside" ? place.lobby.code : code;
  useEffect(() => {
    if (own !== code) history.replaceState(history.state, "", lobbyPath(own));
  }, [own, code]);

  switch (place.at) {
    case "looking":
      return <LookingPage title={t("lobby.title")} />;
    case "unknown":
      return <Unknown code={code} />;
    case "closed":
      return <NoWayIn doodle="away" title={t("lobby.closed")} text={t("lobby.closedText")} />;
    case "removed":
      return <NoWayIn doodle="lost" title={t("lobby.removed")} text={t("lobby.removedText")} />;
    case "failed":
      return <FailurePage failure={place.failure} retry={visit.look} />;
    case "door":
      return <Door lobby={place.lobby} unknownName={place.unknownName} visit={visit} />;
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
  useEffect(keepAwake, []);
  const myself = mine(lobby);
  const host = lobby.members.find((member) => member.id === lobby.host);
  const { rules } = lobby;
  const decides = leads(lobby);
  const ends = waveEnds(lobby);

  /** Whether it could be done. */
  async function changeRules(change: Partial<Rules>): Promise<boolean> {
    const failure = await visit.changeRules(change);
    say(failure);
    return !failure;
  }

  async function leave() {
    await visit.leave();
    route("/");
  }

  return (
    <Page
      class="lobby"
      title={rules.name || lobby.code}
      ways={
        <>
          <LanguageSwitch />
          <Button look="quiet" onClick={leave}>
            {t("lobby.leave")}
          </Button>
        </>
      }
    >
      <h1 class={rules.name ? "lobby-name" : "sr-only"}>{rules.name || t("lobby.title")}</h1>
      {myself?.state === "ready" && ends && <OddOneOut ends={ends} />}
      <div class={`lobby-columns ${lobby.members.length > 1 ? "lobby-gathered" : ""}`}>
        <Invitation
          link={lobby.link}
          code={lobby.code}
          locked={rules.locked}
          namesOnly={rules.names_only}
        />
        <div class="lobby-people">
          <MemberList
            members={lobby.members}
            you={myself?.id}
            live={live}
            instead={(member) => askWay(member, { lobby, visit })}
            end={(member) => <Manage member={member} lobby={lobby} visit={visit} />}
          />
          <WatchSwitch lobby={lobby} visit={visit} />
          <NextStep lobby={lobby} visit={visit} />
        </div>
        <GameSettings
          settings={lobby.settings}
          host={decides ? undefined : (host?.name ?? t("lobby.host"))}
          change={async (settings) => say(await visit.change(settings))}
        >
          <Pairing
            way={rules.pairing}
            pairs={lobby.games.filter((game) => game.state === "live").map((game) => game.names)}
            change={decides ? (pairing) => void changeRules({ pairing }) : undefined}
          />
          {decides && (
            <LobbyRules
              lobby={lobby.code}
              rules={rules}
              members={lobby.members.map(({ name }) => name)}
              change={changeRules}
            />
          )}
        </GameSettings>
      </div>
      <Wall games={lobby.games} room={myself?.room} />
    </Page>
  );
}

interface MemberProps {
  member: Member;
  lobby: Lobby;
  visit: Visit;
}

/** What a host may do with another member. */
function Manage({ member, lobby, visit }: MemberProps) {
  const myself = mine(lobby);
  if (!leads(lobby) || member.id === myself?.id || member.host) return null;
  if (member.cohost && !myself?.host) return null;
  return (
    <MemberMenu
      member={member}
      asHost={Boolean(myself?.host)}
      setRole={async (role) => say(await visit.setRole(member.id, role))}
      remove={async () => say(await visit.remove(member.id))}
    />
  );
}
interface DoorProps {
  lobby: Lobby;
  unknownName?: boolean;
  visit: Visit;
}

/** Somebody came by the link who has no name yet, or one that the host doesn't know. */
function Door({ lobby, unknownName, visit }: DoorProps) {
  const host = lobby.members.find((member) => member.id === lobby.host);

  return (
    <Page title={lobby.code} ways={<LanguageSwitch />}>
      <Sheet bound class="lobby-door">
        <Form onSend={async () => say(await visit.comeIn())}>
          <Doodle name="blank" />
          <h1>{host ? t("lobby.door", { name: host.name }) : t("lobby.doorNobody")}</h1>
          <p>{t(unknownName ? "lobby.doorUnknownName" : "lobby.doorText")}</p>
          <NameField />
          <Button look="primary" size="large" wide type="submit">
            {t("lobby.comeIn")}
          </Button>
        </Form>
      </Sheet>
    </Page>
  );
}

/** Opens a lobby of one's own, and goes there. */
function OpenOwn({ word }: { word: string }) {
  const { route } = useLocation();

  async function open() {
    const opened = await createLobby();
    if (opened.ok) route(lobbyPath(opened.data.code));
    else say(opened.failure);
  }

  return (
    <Button look="primary" icon="people" onClick={open}>
      {word}
    </Button>
  );
}

/** The lobby is there no more, or not for this player: there are others. */
function NoWayIn({ doodle, title, text }: { doodle: DoodleName; title: string; text: string }) {
  return (
    <Page title={title}>
      <Blank doodle={doodle} title={title} text={text}>
        <OpenOwn word={t("lobby.openNew")} />
        <Button look="quiet" href="/">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}

function Unknown({ code }: { code: string }) {
  return (
    <Page title={t("lobby.unknown")}>
      <Blank
        doodle="lost"
        title={t("lobby.unknown")}
        text={<Stress text={t("lobby.unknownText", { code })} />}
      >
        <CodeForm />
        <OpenOwn word={t("lobby.openOwn")} />
      </Blank>
    </Page>
  );
}
