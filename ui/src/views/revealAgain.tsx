import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type Game, sayFailure } from "../api/client";
import { Button } from "../components/button";
import { toast } from "../components/toast";
import { Waiting } from "../components/waiting";
import { t } from "../i18n";
import { lobbyPath } from "../lobby/code";
import { findSomeone } from "../reveal/again";
import { openPartner } from "../reveal/partner";

/** For its two players: once more with each other, or with someone new. */
export function AgainWays({ game }: { game: Game }) {
  const { route } = useLocation();
  const name = game.seats[2 - game.you].name || t("common.someone");
  const partner = useMemo(() => openPartner(game.id, name), [game.id]);
  useEffect(() => partner.close, [partner]);
  const [busy, setBusy] = useState(false);
  const again = partner.again.value;
  const matched = partner.matched.value;
  const { lobby } = game;

  useEffect(() => {
    if (matched) route(`/r/${matched.room}`);
  }, [matched]);

  async function say(yes: boolean) {
    setBusy(true);
    const failure = await partner.say(yes);
    setBusy(false);
    if (failure) toast(sayFailure(failure));
  }

  async function someoneNew(code: string) {
    setBusy(true);
    const answer = await findSomeone(code);
    setBusy(false);
    if (answer.ok) route(answer.data ? `/r/${answer.data}` : lobbyPath(code));
    else toast(sayFailure(answer.failure));
  }

  return (
    <>
      {again?.you ? (
        <Button busy={busy} onClick={() => say(false)} class="reveal-again">
          {t("reveal.notAgain")}
        </Button>
      ) : (
        <Button
          look="primary"
          icon="again"
          busy={busy}
          onClick={() => say(true)}
          class="reveal-again"
        >
          {t("reveal.again")}
        </Button>
      )}
      {lobby ? (
        <Button icon="people" class="reveal-again" onClick={() => someoneNew(lobby)}>
          {t("reveal.someoneNew")}
        </Button>
      ) : (
        <Button icon="bolt" class="reveal-again" href="/quick">
          {t("reveal.someoneNew")}
        </Button>
      )}
      <p class="reveal-says" role="status">
        {again?.you && <Waiting />}
        {again?.you && t(again.there ? "reveal.waitsFor" : "reveal.hasGone", { name })}
        {again && !again.you && again.partner && t("reveal.partnerAgain", { name })}
      </p>
    </>
  );
}
