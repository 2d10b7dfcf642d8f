import { useEffect, useMemo } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { type Failure, formatFailure, type Lobby, type Member, type Rules } from "../api/client";
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
import { LoadingPage } from "../page/loadingPage";
import { PageSettings } from "../page/pageSettings";
import { usePart } from "../page/usePart";
import { Wall } from "../wall/wall";
import { lobbyPath } from "./code";
import { CodeForm } from "./codeForm";
import { createLobby } from "./create";
import { Invitation } from "./invite/invitation";
import { inviteAction, NextStep, WatchSwitch } from "./lobbyNext";
import { MemberList } from "./members/memberList";
import type { MemberMenu } from "./members/memberMenu";
import { Pairing } from "./members/pairing";
import { OddOneOut } from "./oddOneOut";
import { GameSettings } from "./settings/gameSettings";
import { canManage, openVisit, ownMember, type Visit } from "./visit";
import { waveEnds } from "./wave";
import "../page/otherViews";
import "./lobbyPage.css";

/** A lobby: its link, its members, its settings and its drawings. */
export default function LobbyView() {
  const { code } = useRoute().params;
  const visit = useMemo(() => openVisit(code), [code]);
  useEffect(() => () => visit.close(), [visit]);

  const place = visit.state.value;
  // The server may have corrected a typo in the address.
  const shownCode = place.at === "inside" ? place.lobby.code : code;
  useEffect(() => {
    if (shownCode !== code) history.replaceState(history.state, "", lobbyPath(shownCode));
  }, [shownCode, code]);

  switch (place.at) {
    case "looking":
      return <LoadingPage title={t("lobby.title")} />;
    case "unknown":
      return <Unknown code={code} />;
    case "closed":
      return <LobbyClosed doodle="away" title={t("lobby.closed")} text={t("lobby.closedText")} />;
    case "removed":
      return <LobbyClosed doodle="lost" title={t("lobby.removed")} text={t("lobby.removedText")} />;
    case "failed":
      return <FailurePage failure={place.failure} retry={visit.load} />;
    case "door":
      return <Door lobby={place.lobby} unknownName={place.unknownName} visit={visit} />;
    case "inside":
      return <Inside lobby={place.lobby} live={place.live} visit={visit} />;
    case "matched":
      return <MatchedMoment matched={place.matched} />;
  }
}

function toastIfFailed(failure: Failure | null): void {
  if (failure) toast(formatFailure(failure));
}

function Inside({ lobby, live, visit }: { lobby: Lobby; live: boolean; visit: Visit }) {
  const { route } = useLocation();
  useEffect(keepAwake, []);
  const myself = ownMember(lobby);
  const leader = lobby.members.find((member) => member.id === lobby.host);
  const { rules } = lobby;
  const isHost = canManage(lobby);
  const host = usePart(() => import("./host/hostTools"), isHost);
  const rulesPart = usePart(() => import("./settings/lobbyRules"), isHost);
  const talk = visit.talk.value;
  // Alone, there is nobody to talk to; strangers, who come into a public lobby, have no chat.
  const hasChat = !rules.public && (lobby.members.length > 1 || talk.lines.length > 0);
  const chat = usePart(() => import("../chat/lobbyChat"), hasChat);
  const ends = waveEnds(lobby);

  /** Resolves to whether the change was made. */
  async function changeRules(change: Partial<Rules>): Promise<boolean> {
    const failure = await visit.changeRules(change);
    toastIfFailed(failure);
    return !failure;
  }

  async function leave() {
    await visit.leave();
    route("./");
  }

  return (
    <Page
      class="lobby"
      title={rules.name || lobby.code}
      actions={
        <>
          <LanguageSwitch />
          <Button variant="quiet" onClick={leave}>
            {t("lobby.leave")}
          </Button>
        </>
      }
    >
      <h1 class={rules.name ? "lobby-name" : "sr-only"}>{rules.name || t("lobby.title")}</h1>
      {myself?.state === "ready" && ends && <OddOneOut code={lobby.code} ends={ends} />}
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
            instead={(member) => inviteAction(member, { lobby, visit })}
            end={(member) =>
              host && (
                <ManageMember Menu={host.MemberMenu} member={member} lobby={lobby} visit={visit} />
              )
            }
          />
          <WatchSwitch lobby={lobby} visit={visit} />
          <NextStep lobby={lobby} visit={visit} />
          {/* Below the next step, which must not move away from a hand when the chat comes. */}
          {hasChat && chat && (
            <chat.LobbyChat
              code={lobby.code}
              talk={talk}
              leads={isHost}
              inRooms={rules.chat_in_rooms}
            />
          )}
        </div>
        <GameSettings
          settings={lobby.settings}
          host={isHost ? undefined : (leader?.name ?? t("lobby.host"))}
          change={async (settings) => toastIfFailed(await visit.change(settings))}
        >
          <Pairing
            mode={rules.pairing}
            pairs={lobby.games.filter((game) => game.state === "live").map((game) => game.names)}
            change={isHost ? (pairing) => void changeRules({ pairing }) : undefined}
          />
          {hasChat && isHost && chat && (
            <chat.ChatInRooms
              on={rules.chat_in_rooms}
              change={(chat_in_rooms) => void changeRules({ chat_in_rooms })}
            />
          )}
          {isHost && rulesPart && (
            <rulesPart.LobbyRules
              lobby={lobby.code}
              rules={rules}
              members={lobby.members.map(({ name }) => name)}
              change={changeRules}
            />
          )}
        </GameSettings>
      </div>
      {isHost && host && <host.HostTools lobby={lobby} />}
      <Wall
        games={lobby.games}
        room={myself?.room}
        corner={isHost && host ? (game) => <host.HideButton game={game} /> : undefined}
      />
    </Page>
  );
}

interface MemberProps {
  Menu: typeof MemberMenu;
  member: Member;
  lobby: Lobby;
  visit: Visit;
}

/** The menu with what a host may do to another member. */
function ManageMember({ Menu, member, lobby, visit }: MemberProps) {
  const myself = ownMember(lobby);
  if (!canManage(lobby) || member.id === myself?.id || member.host) return null;
  if (member.cohost && !myself?.host) return null;
  return (
    <Menu
      member={member}
      asHost={Boolean(myself?.host)}
      setRole={async (role) => toastIfFailed(await visit.setRole(member.id, role))}
      remove={async () => toastIfFailed(await visit.remove(member.id))}
    />
  );
}
interface DoorProps {
  lobby: Lobby;
  unknownName?: boolean;
  visit: Visit;
}

/** For a visitor without a name, or with one that the host does not know. */
function Door({ lobby, unknownName, visit }: DoorProps) {
  const host = lobby.members.find((member) => member.id === lobby.host);
  const names = lobby.free_names;
  const list = usePart(() => import("./freeNames"), Boolean(names));
  const enter = async () => toastIfFailed(await visit.enter());

  return (
    <Page title={lobby.code} actions={<PageSettings />}>
      <Sheet bound class="lobby-door">
        <Form onSend={enter}>
          <Doodle name="blank" />
          <h1>{host ? t("lobby.door", { name: host.name }) : t("lobby.doorNobody")}</h1>
          {names && list ? (
            <list.FreeNames names={names} enter={enter} />
          ) : (
            <>
              <p>{t(unknownName ? "lobby.doorUnknownName" : "lobby.doorText")}</p>
              <NameField />
              <Button variant="primary" size="large" wide type="submit">
                {t("lobby.comeIn")}
              </Button>
            </>
          )}
        </Form>
      </Sheet>
    </Page>
  );
}

/** Creates a lobby and opens it. */
function CreateLobbyButton({ word }: { word: string }) {
  const { route } = useLocation();

  async function open() {
    const opened = await createLobby();
    if (opened.ok) route(lobbyPath(opened.data.code));
    else toastIfFailed(opened.failure);
  }

  return (
    <Button variant="primary" icon="people" onClick={open}>
      {word}
    </Button>
  );
}

/** The lobby is closed, or closed to this player: offers a new one. */
function LobbyClosed({ doodle, title, text }: { doodle: DoodleName; title: string; text: string }) {
  return (
    <Page title={title}>
      <Blank doodle={doodle} title={title} text={text}>
        <CreateLobbyButton word={t("lobby.openNew")} />
        <Button variant="quiet" href="./">
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
        <CreateLobbyButton word={t("lobby.openOwn")} />
      </Blank>
    </Page>
  );
}
