import { api, ask, formatFailure, type Lobby, type LobbyGame } from "../../api/client";
import { Button } from "../../design/form/button";
import { SureButton } from "../../design/form/sureButton";
import { toast } from "../../design/toast";
import { addEnglish, type Key, t } from "../../i18n";
import { host } from "../../i18n/en/host";
import { type Direction, directAll } from "./directAll";
import "./hostTools.css";

export { MemberMenu } from "../members/memberMenu";

addEnglish(host);

const done = {
  pause: "host.paused",
  go_on: "host.goesOn",
  minute: "host.longer",
  end: "host.ended",
} as const satisfies Record<Direction, Key>;

/** For whoever leads a lobby: all of its games at once, and all of its drawings. */
export function HostTools({ lobby }: { lobby: Lobby }) {
  const live = lobby.games.some(({ state }) => state === "live");
  const drawn = lobby.games.some(({ state, paper }) => state !== "live" && paper);

  async function direct(direction: Direction) {
    const failure = await directAll(lobby.games, direction);
    toast(failure ? formatFailure(failure) : t(done[direction]));
  }

  return (
    <section class="host-tools" aria-label={t("host.title")}>
      <Button variant="quiet" size="small" icon="fullscreen" href={`l/${lobby.code}/wall`}>
        {t("host.projector")}
      </Button>
      {live && (
        <>
          <Button size="small" onClick={() => direct("pause")}>
            {t("host.pause")}
          </Button>
          <Button size="small" onClick={() => direct("go_on")}>
            {t("host.goOn")}
          </Button>
          <Button size="small" onClick={() => direct("minute")}>
            {t("host.minute")}
          </Button>
          <SureButton
            word={t("host.end")}
            title={t("host.endTitle")}
            text={t("host.endText")}
            onYes={() => void direct("end")}
          />
        </>
      )}
      {drawn &&
        (["zip", "pdf"] as const).map((form) => (
          <Button
            key={form}
            variant="quiet"
            size="small"
            icon="download"
            href={`api/lobbies/${lobby.code}/drawings.${form}`}
            download={`${lobby.code}.${form}`}
          >
            {t(`host.${form}`)}
          </Button>
        ))}
    </section>
  );
}

/** Takes a drawing off the wall; it can be put back at once. */
export function HideButton({ game }: { game: LobbyGame }) {
  const [a, b] = game.names;

  async function setShown(shown: boolean) {
    const answer = await ask(
      api.PUT("/api/games/{id}/wall", { params: { path: { id: game.id } }, body: { shown } }),
    );
    if (!answer.ok) toast(formatFailure(answer.failure));
    else if (!shown) {
      toast(t("host.hidden"), { word: t("host.putBack"), run: () => void setShown(true) });
    }
  }

  return (
    <Button
      variant="quiet"
      size="small"
      icon="close"
      class="wall-hide"
      label={t("host.hide", { a, b })}
      onClick={() => setShown(false)}
    />
  );
}
