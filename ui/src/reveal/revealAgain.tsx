import { useEffect, useMemo } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type Game, type Lobby, sayFailure } from "../api/client";
import { Button } from "../design/form/button";
import { toast } from "../design/toast";
import { Waiting } from "../design/waiting";
import { t } from "../i18n";
import { lobbyPath } from "../lobby/code";
import { leads } from "../lobby/visit";
import { ofNextWave } from "../lobby/wave";
import { findSomeone, SOON } from "./again";
import { openPartner } from "./partner";

/** For its two players, always in sight: once more with each other, or with someone new. */
export function AgainWays({ game }: { game: Game }) {
  const { route } = useLocation();
  const name = game.seats[2 - game.you].name || t("common.someone");
  const partner = useMemo(() => openPartner(game.id, name), [game.id]);
  useEffect(() => partner.close, [partner]);
  const again = partner.again.value;
  const matched = partner.matched.value;
  const { lobby } = game;

  useEffect(() => {
    if (matched) route(`/r/${matched.room}`);
  }, [matched]);

  async function say(yes: boolean) {
    const failure = await partner.say(yes);
    if (failure) toast(sayFailure(failure));
  }

  async function someoneNew(code: string) {
    const answer = await findSomeone(code);
    if (answer.ok) route(answer.data ? `/r/${answer.data}` : lobbyPath(code));
    else toast(sayFailure(answer.failure));
  }

  /** The odd one out waits in the lobby. */
  async function nextWave() {
    const failure = await partner.startWave();
    if (failure) return toast(sayFailure(failure));
    setTimeout(() => {
      const { lobby, matched } = partner;
      if (lobby.value && !matched.value) route(lobbyPath(lobby.value.code));
    }, SOON);
  }

  const asked = again && !again.you && again.partner && t("reveal.partnerAgain", { name });
  useEffect(() => {
    if (!asked) return;
    const was = document.title;
    document.title = `${asked} · Tandem`;
    return () => {
      document.title = was;
    };
  }, [asked]);

  return (
    <div class={`reveal-again ${asked ? "reveal-asked" : ""}`}>
      {again?.you ? (
        <Button onClick={() => say(false)}>{t("reveal.notAgain")}</Button>
      ) : (
        <Button look="primary" icon="again" onClick={() => say(true)}>
          {t("reveal.again")}
        </Button>
      )}
      {startsWaves(partner.lobby.value) ? (
        <Button icon="people" onClick={nextWave}>
          {t("lobby.nextWave")}
        </Button>
      ) : lobby ? (
        <Button icon="people" onClick={() => someoneNew(lobby)}>
          {t("reveal.someoneNew")}
        </Button>
      ) : (
        <Button icon="bolt" href="/quick">
          {t("reveal.someoneNew")}
        </Button>
      )}
      <p class="reveal-says" role="status">
        {again?.you && <Waiting />}
        {again?.you && t(again.there ? "reveal.waitsFor" : "reveal.hasGone", { name })}
        {asked}
      </p>
    </div>
  );
}

/** Whether this player may start a wave, and there is somebody to pair. */
function startsWaves(lobby: Lobby | null): boolean {
  return lobby?.rules.pairing === "everyone" && leads(lobby) && ofNextWave(lobby).length > 1;
}
