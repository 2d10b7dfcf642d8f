import type { ComponentChildren } from "preact";
import { type Failure, type Lobby, type Member, sayFailure } from "../api/client";
import { Chip } from "../design/chip";
import { Button } from "../design/form/button";
import { Switch } from "../design/form/switch";
import { toast } from "../design/toast";
import { Waiting } from "../design/waiting";
import { t } from "../i18n";
import { CallMe } from "../match/callMe";
import { leads, mine, type Visit } from "./visit";
import { ofNextWave } from "./wave";

interface Props {
  lobby: Lobby;
  visit: Visit;
}

/** Who may be asked to draw. */
function isFree({ state }: Member): boolean {
  return state === "here" || state === "ready";
}

/** The one thing to do now: say ready, answer who asks, or go back to the game that is on. */
export function NextStep({ lobby, visit }: Props) {
  const myself = mine(lobby);
  if (myself?.room) {
    return (
      <Step text={t("lobby.backText")}>
        <Button look="primary" size="large" wide icon="pencil" href={`/r/${myself.room}`}>
          {t("lobby.back")}
        </Button>
      </Step>
    );
  }
  const elsewhere = sayElsewhere(myself);
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

/** What a player gives up elsewhere by being ready here. */
function sayElsewhere(myself?: Member): string | undefined {
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
  /** What becomes of it: before, and while one waits. */
  text: string;
  waiting: string;
  children?: ComponentChildren;
}

function ReadyStep({ ready, visit, text, waiting, children }: ReadyProps) {
  return (
    <Step text={ready ? waiting : text} waits={ready} class={children ? "next-step-wave" : ""}>
      {ready ? (
        <>
          <CallMe />
          <Button size="large" wide onClick={() => act(visit.setReady(false))}>
            {t("lobby.notYet")}
          </Button>
        </>
      ) : (
        <Button
          look="primary"
          size="large"
          wide
          icon="check"
          onClick={() => act(visit.setReady(true))}
        >
          {t("lobby.ready")}
        </Button>
      )}
      {children}
    </Step>
  );
}

/** Ready for the wave, or to watch it; who leads may start it. */
function WaveStep({ lobby, visit, elsewhere }: Props & { elsewhere?: string }) {
  const state = mine(lobby)?.state;
  const there = ofNextWave(lobby).length;
  const starts = leads(lobby) && there > 1;
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

/** For who leads a class or looks on: waves neither wait for this member nor pair it. */
export function WatchSwitch({ lobby, visit }: Props) {
  const myself = mine(lobby);
  const watching = myself?.state === "watching";
  if (myself?.room || (lobby.rules.pairing !== "everyone" && !watching)) return null;
  return (
    <Switch
      word={t("lobby.onlyWatch")}
      on={watching}
      onChange={(on) => act(visit.setWatching(on))}
    />
  );
}

interface NextWaveProps {
  /** How many it pairs. */
  there: number;
  visit: Visit;
  /** It is the one thing to do. */
  main?: boolean;
}

/** The host need not wait for everybody. */
function NextWave({ there, visit, main }: NextWaveProps) {
  return (
    <Button
      look={main ? "primary" : "secondary"}
      size={main ? "medium" : "small"}
      wide
      icon="people"
      onClick={() => act(visit.startWave())}
    >
      {t("lobby.nextWaveAll", { n: there })}
    </Button>
  );
}

/** Somebody asks, or was asked; else the list above is where to pick. */
function PickStep({ lobby, visit }: Props) {
  const myself = mine(lobby);
  const named = (id: string) => lobby.members.find((member) => member.id === id);
  const asks = lobby.invitations?.find(({ to }) => to === myself?.id);
  const asker = asks && named(asks.from);
  if (asker) {
    return (
      <Step text={t("lobby.asksYou", { name: asker.name })}>
        <Button
          look="primary"
          size="large"
          wide
          icon="check"
          onClick={() => act(visit.invite(asker.id))}
        >
          {t("lobby.sayYes")}
        </Button>
        <Button look="quiet" wide onClick={() => act(visit.uninvite(asker.id))}>
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
        <Button size="large" wide onClick={() => act(visit.uninvite(partner.id))}>
          {t("lobby.askNoMore")}
        </Button>
      </Step>
    );
  }
  const alone = !lobby.members.some((member) => member.id !== myself?.id && isFree(member));
  return <Step text={t(alone ? "lobby.pickAlone" : "lobby.pickText")} waits={alone} />;
}

/** Beside a member one may pick: the way to ask. Undefined beside others. */
export function askWay(member: Member, { lobby, visit }: Props): ComponentChildren | undefined {
  const myself = mine(lobby);
  if (lobby.rules.pairing !== "pick" || !isFree(member)) return undefined;
  if (member.id === myself?.id || myself?.room) return <Chip>{t("lobby.free")}</Chip>;
  if (lobby.invitations?.some(({ to }) => to === member.id)) {
    return <Chip live>{t("lobby.asked")}</Chip>;
  }
  return <Ask member={member} visit={visit} />;
}

function Ask({ member, visit }: { member: Member; visit: Visit }) {
  return (
    <Button
      size="small"
      label={t("lobby.askName", { name: member.name })}
      onClick={() => act(visit.invite(member.id))}
    >
      {t("lobby.ask")}
    </Button>
  );
}

/** What goes wrong is said. */
async function act(under: Promise<Failure | null>): Promise<void> {
  const failure = await under;
  if (failure) toast(sayFailure(failure));
}
