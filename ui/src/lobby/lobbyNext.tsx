import type { ComponentChildren } from "preact";
import { type Failure, formatFailure, type Lobby, type Member } from "../api/client";
import { Chip } from "../design/chip";
import { Button } from "../design/form/button";
import { Switch } from "../design/form/switch";
import { toast } from "../design/toast";
import { Waiting } from "../design/waiting";
import { t } from "../i18n";
import { CallSwitches } from "../match/callSwitches";
import { canManage, ownMember, type Visit } from "./visit";
import { membersOfNextWave } from "./wave";

interface Props {
  lobby: Lobby;
  visit: Visit;
}

/** Whether a member may be invited to draw. */
function isFree({ state }: Member): boolean {
  return state === "here" || state === "ready";
}

/** The next action: get ready, answer an invitation, or return to the current game. */
export function NextStep({ lobby, visit }: Props) {
  const myself = ownMember(lobby);
  if (myself?.room) {
    return (
      <Step text={t("lobby.backText")}>
        <Button variant="primary" size="large" wide icon="pencil" href={`r/${myself.room}`}>
          {t("lobby.back")}
        </Button>
      </Step>
    );
  }
  const elsewhere = formatElsewhere(myself);
  switch (lobby.rules.pairing) {
    case "pick":
      return <PickStep lobby={lobby} visit={visit} />;
    case "everyone":
      return <WaveStep lobby={lobby} visit={visit} elsewhere={elsewhere} />;
    case "as_they_come":
      return (
        <ReadyStep
          ready={myself?.state === "ready"}
          visit={visit}
          text={elsewhere ?? t("lobby.pairs")}
          waiting={t("lobby.waiting")}
        />
      );
  }
}

/** Which wait elsewhere ends when the player gets ready here. */
function formatElsewhere(myself?: Member): string | undefined {
  if (!myself?.waits) return undefined;
  return myself.waits === "quick"
    ? t("lobby.waitsQuick")
    : t("lobby.waitsElsewhere", { code: myself.waits });
}

interface StepProps {
  children?: ComponentChildren;
  text: string;
  waits?: boolean;
  class?: string;
}

function Step({ children, text, waits, class: extra = "" }: StepProps) {
  return (
    <div class={`next-step ${extra}`}>
      {children}
      <p role="status">
        {waits && <Waiting />}
        {text}
      </p>
    </div>
  );
}

interface ReadyProps {
  ready: boolean;
  visit: Visit;
  /** The texts before and during the wait. */
  text: string;
  waiting: string;
  children?: ComponentChildren;
}

function ReadyStep({ ready, visit, text, waiting, children }: ReadyProps) {
  return (
    <Step text={ready ? waiting : text} waits={ready} class={children ? "next-step-wave" : ""}>
      {ready ? (
        <>
          <CallSwitches />
          <Button size="large" wide onClick={() => toastFailure(visit.setReady(false))}>
            {t("lobby.notYet")}
          </Button>
        </>
      ) : (
        <Button
          variant="primary"
          size="large"
          wide
          icon="check"
          onClick={() => toastFailure(visit.setReady(true))}
        >
          {t("lobby.ready")}
        </Button>
      )}
      {children}
    </Step>
  );
}

/** Lets a player get ready for the wave or watch it; a host may start it. */
function WaveStep({ lobby, visit, elsewhere }: Props & { elsewhere?: string }) {
  const state = ownMember(lobby)?.state;
  const there = membersOfNextWave(lobby).length;
  const starts = canManage(lobby) && there > 1;
  if (state === "watching") {
    return (
      <Step text={t("lobby.waveWatching")} waits={!starts}>
        {starts && <NextWave there={there} visit={visit} main />}
      </Step>
    );
  }
  return (
    <ReadyStep
      ready={state === "ready"}
      visit={visit}
      text={elsewhere ?? t("lobby.waveText")}
      waiting={t("lobby.waveWaiting")}
    >
      {starts && <NextWave there={there} visit={visit} />}
    </ReadyStep>
  );
}

/** For a teacher or an onlooker: waves neither wait for this member nor pair them. */
export function WatchSwitch({ lobby, visit }: Props) {
  const myself = ownMember(lobby);
  const watching = myself?.state === "watching";
  if (myself?.room || (lobby.rules.pairing !== "everyone" && !watching)) return null;
  return (
    <Switch
      word={t("lobby.onlyWatch")}
      on={watching}
      onChange={(on) => toastFailure(visit.setWatching(on))}
    />
  );
}

interface NextWaveProps {
  /** How many players it pairs. */
  there: number;
  visit: Visit;
  /** It is the main action. */
  main?: boolean;
}

/** Starts the next wave without waiting for everybody. */
function NextWave({ there, visit, main }: NextWaveProps) {
  return (
    <Button
      variant={main ? "primary" : "secondary"}
      size={main ? "medium" : "small"}
      wide
      icon="people"
      onClick={() => toastFailure(visit.startWave())}
    >
      {t("lobby.nextWaveAll", { n: there })}
    </Button>
  );
}

/** Shows an invitation, received or sent; otherwise the player picks from the list above. */
function PickStep({ lobby, visit }: Props) {
  const myself = ownMember(lobby);
  const named = (id: string) => lobby.members.find((member) => member.id === id);
  const asks = lobby.invitations?.find(({ to }) => to === myself?.id);
  const asker = asks && named(asks.from);
  if (asker) {
    return (
      <Step text={t("lobby.asksYou", { name: asker.name })}>
        <Button
          variant="primary"
          size="large"
          wide
          icon="check"
          onClick={() => toastFailure(visit.invite(asker.id))}
        >
          {t("lobby.sayYes")}
        </Button>
        <Button variant="quiet" wide onClick={() => toastFailure(visit.uninvite(asker.id))}>
          {t("lobby.sayNo")}
        </Button>
      </Step>
    );
  }
  const asked = lobby.invitations?.find(({ from }) => from === myself?.id);
  const partner = asked && named(asked.to);
  if (partner) {
    return (
      <Step text={t("lobby.asking", { name: partner.name })} waits>
        <Button size="large" wide onClick={() => toastFailure(visit.uninvite(partner.id))}>
          {t("lobby.askNoMore")}
        </Button>
      </Step>
    );
  }
  const alone = !lobby.members.some((member) => member.id !== myself?.id && isFree(member));
  return <Step text={t(alone ? "lobby.pickAlone" : "lobby.pickText")} waits={alone} />;
}

/** The invite button of a member who may be invited. Undefined for others. */
export function inviteAction(
  member: Member,
  { lobby, visit }: Props,
): ComponentChildren | undefined {
  const myself = ownMember(lobby);
  if (lobby.rules.pairing !== "pick" || !isFree(member)) return undefined;
  if (member.id === myself?.id || myself?.room) return <Chip>{t("lobby.free")}</Chip>;
  if (lobby.invitations?.some(({ to }) => to === member.id)) {
    return <Chip live>{t("lobby.asked")}</Chip>;
  }
  return <InviteButton member={member} visit={visit} />;
}

function InviteButton({ member, visit }: { member: Member; visit: Visit }) {
  return (
    <Button
      size="small"
      label={t("lobby.askName", { name: member.name })}
      onClick={() => toastFailure(visit.invite(member.id))}
    >
      {t("lobby.ask")}
    </Button>
  );
}

/** Shows a failure as a toast. */
async function toastFailure(under: Promise<Failure | null>): Promise<void> {
  const failure = await under;
  if (failure) toast(formatFailure(failure));
}
