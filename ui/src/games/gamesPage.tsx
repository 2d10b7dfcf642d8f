import { useLocation } from "preact-iso";
import { type Answer, api, ask, formatFailure, type MyGame } from "../api/client";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { SureButton } from "../design/form/sureButton";
import { toast } from "../design/toast";
import { Waiting } from "../design/waiting";
import { formatDate, t } from "../i18n";
import { deleteMe } from "../me/me";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { PageSettings } from "../page/pageSettings";
import { type ListPage, usePages } from "../page/usePages";
import { clearSavedInk } from "../room/line/browserInk";
import { BeingDrawn } from "../wall/beingDrawn";
import "../page/otherViews";
import "../wall/wall.css";
import "./gamesPage.css";

/** All drawings of this browser's player, and a button to delete the player. */
export default function Games() {
  const { items, failure, busy, start, older } = usePages(fetchOwnGames);

  if (failure) return <FailurePage failure={failure} retry={start} />;
  if (items?.length === 0) {
    return (
      <Page title={t("games.title")} actions={<PageSettings />}>
        <Blank doodle="blank" title={t("games.none")} text={t("games.noneText")}>
          <Button variant="primary" href="./">
            {t("games.play")}
          </Button>
          <DeleteMe />
        </Blank>
      </Page>
    );
  }
  return (
    <Page class="games" title={t("games.title")} actions={<PageSettings />}>
      <h1>{t("games.title")}</h1>
      {items ? (
        <ul class="games-items">
          {items.map((game) => (
            <li key={game.id}>
              <GameItem game={game} />
            </li>
          ))}
        </ul>
      ) : (
        <p class="games-waiting" role="status">
          <Waiting />
          {t("common.loading")}
        </p>
      )}
      {older && (
        <Button variant="wash" busy={busy} onClick={older}>
          {t("games.older")}
        </Button>
      )}
      {items && <DeleteMe />}
    </Page>
  );
}

function GameItem({ game }: { game: MyGame }) {
  const live = game.state === "live";
  const partner = game.partner || t("common.someone");
  return (
    <a class="wall-item" href={live ? `r/${game.id}` : `g/${game.id}`}>
      <span class="wall-paper" style={{ "--own-paper": game.paper || undefined }}>
        {live ? (
          <BeingDrawn />
        ) : (
          <img src={`${game.picture}?width=480`} width={480} height={360} alt="" loading="lazy" />
        )}
      </span>
      <span class="wall-names">{game.title || t("games.untitled")}</span>
      <span class="games-facts">
        {t("games.with", {
          name: partner,
          date: formatDate(game.created_at, { dateStyle: "medium" }),
        })}
        {!live && game.open && <>, {t("games.open")}</>}
      </span>
    </a>
  );
}

/** Deletes the player: afterwards nothing here knows this browser. */
function DeleteMe() {
  const { route } = useLocation();

  async function forget() {
    const answer = await deleteMe();
    if (!answer.ok) return toast(formatFailure(answer.failure));
    await clearSavedInk();
    toast(t("games.forgotten"));
    route("./");
  }

  return (
    <SureButton
      word={t("games.forget")}
      title={t("games.forgetTitle")}
      text={t("games.forgetText")}
      onYes={forget}
    />
  );
}

/** Without a session there are no games. */
async function fetchOwnGames(cursor?: string): Promise<Answer<ListPage<MyGame>>> {
  const answer = await ask(api.GET("/api/me/games", { params: { query: { cursor, limit: 24 } } }));
  if (answer.ok) {
    const { games, next_cursor } = answer.data;
    return { ok: true, data: { items: games, next: next_cursor } };
  }
  const { failure } = answer;
  const unknown = failure.kind === "refused" && failure.status === 401;
  return unknown ? { ok: true, data: { items: [] } } : answer;
}
