import { useEffect, useMemo } from "preact/hooks";
import { useLocation } from "preact-iso";
import { formatFailure, type Game, type Lobby } from "../api/client";
import { Button } from "../design/form/button";
import { toast } from "../design/toast";
import { Waiting } from "../design/waiting";
import { t } from "../i18n";
import { lobbyPath } from "../lobby/code";
import { canManage } from "../lobby/visit";
import { membersOfNextWave } from "../lobby/wave";
import { findNewPartner, MATCH_WAIT } from "./again";
import { openRematch } from "./rematch";

/** Lets the two players play again, with each other or with someone new. It is always visible. */
export function PlayAgain({ game }: { game: Game }) {
  const { route } = useLocation();
  const name = game.seats[2 - game.you].name || t("common.someone");
  const partner = useMemo(() => openRematch(game.id, name), [game.id]);
  useEffect(() => partner.close, [partner]);
  const again = partner.again.value;
  const matched = partner.matched.value;
  const { lobby } = game;

  useEffect(() => {
    if (matched) route(`r/${matched.room}`);
  }, [matched]);

  async function setAgain(yes: boolean) {
    const failure = await partner.setAgain(yes);
    if (failure) toast(formatFailure(failure));
  }

  async function playWithSomeoneNew(code: string) {
    const answer = await findNewPartner(code);
    if (answer.ok) route(answer.data ? `r/${answer.data}` : lobbyPath(code));
    else toast(formatFailure(answer.failure));
  }

  /** The player who is left over waits in the lobby. */
  async function startNextWave() {
    const failure = await partner.startWave();
    if (failure) return toast(formatFailure(failure));
    setTimeout(() => {
      const { lobby, matched } = partner;
      if (lobby.value && !matched.value) route(lobbyPath(lobby.value.code));
    }, MATCH_WAIT);
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
        <Button onClick={() => setAgain(false)}>{t("reveal.notAgain")}</Button>
      ) : (
        <Button variant="primary" icon="again" onClick={() => setAgain(true)}>
          {t("reveal.again")}
        </Button>
      )}
      {canStartWave(partner.lobby.value) ? (
        <Button icon="people" onClick={startNextWave}>
          {t("lobby.nextWave")}
        </Button>
      ) : lobby ? (
        <Button icon="people" onClick={() => playWithSomeoneNew(lobby)}>
          {t("reveal.someoneNew")}
        </Button>
      ) : (
        <Button icon="bolt" href="quick">
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
function canStartWave(lobby: Lobby | null): boolean {
  return (
    lobby?.rules.pairing === "everyone" && canManage(lobby) && membersOfNextWave(lobby).length > 1
  );
}
