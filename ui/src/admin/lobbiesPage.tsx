import { useEffect, useState } from "preact/hooks";
import { type AdminLobby, api, formatFailure } from "../api/client";
import { Chip } from "../design/chip";
import { Button } from "../design/form/button";
import { Table } from "../design/table";
import { toast } from "../design/toast";
import { formatNumber, t } from "../i18n";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { usePages } from "../page/usePages";
import { AdminList } from "./adminList";
import { AdminNav } from "./adminNav";
import { formatWhen } from "./format";
import { anyGame, filterPath } from "./games/filter";
import { ReasonDialog } from "./reasonDialog";
import { askAsAdmin, signedIn } from "./session";
import { SignInPage } from "./signInPage";
import "../page/otherViews";
import "./admin.css";

/** The open lobbies, for the operator. */
export default function AdminLobbies() {
  return signedIn.value ? <Lobbies /> : <SignInPage />;
}

/** The refresh interval of the first page, in ms. */
const REFRESH_INTERVAL = 10_000;

function Lobbies() {
  const pages = usePages(fetchLobbies);
  const [asked, setAsked] = useState<AdminLobby>();

  // Not once older items are loaded, as a refresh would drop them.
  const { start, extended, busy } = pages;
  useEffect(() => {
    if (extended || busy) return;
    const timer = setInterval(
      () => document.visibilityState === "visible" && void start(),
      REFRESH_INTERVAL,
    );
    return () => clearInterval(timer);
  }, [start, extended, busy]);

  async function close(lobby: AdminLobby, note: string) {
    const answer = await askAsAdmin(
      api.POST("/api/admin/lobbies/{code}/close", {
        params: { path: { code: lobby.code } },
        body: { note },
      }),
    );
    if (!answer.ok) {
      toast(formatFailure(answer.failure));
      return false;
    }
    toast(t("admin.done"));
    pages.change((one) => (one.code === lobby.code ? undefined : one));
    return true;
  }

  if (pages.failure) return <FailurePage failure={pages.failure} retry={start} />;
  return (
    <Page class="admin" title={t("admin.lobbies")} actions={<AdminNav />}>
      <div class="admin-head">
        <h1>{t("admin.lobbies")}</h1>
        <Button variant="quiet" size="small" href={filterPath({ ...anyGame, state: "live" })}>
          {t("admin.liveGames")}
        </Button>
      </div>
      <AdminList pages={pages} none={t("admin.noLobbies")} noneText={t("admin.noLobbiesText")}>
        {(lobbies) => (
          <Table
            columns={[
              { word: t("admin.lobby") },
              { word: t("admin.hosted") },
              { word: t("admin.opened") },
              { word: t("admin.members"), number: true },
              { word: t("admin.title"), number: true },
              { word: t("admin.actions"), hideHeading: true },
            ]}
          >
            {lobbies.map((lobby) => (
              <LobbyRow key={lobby.code} lobby={lobby} onAsk={() => setAsked(lobby)} />
            ))}
          </Table>
        )}
      </AdminList>
      {asked && (
        <ReasonDialog
          word={t("admin.closeLobby", { lobby: asked.code })}
          onClose={() => setAsked(undefined)}
          onYes={(note) => close(asked, note)}
        />
      )}
    </Page>
  );
}

function LobbyRow({ lobby, onAsk }: { lobby: AdminLobby; onAsk: () => void }) {
  const games = { ...anyGame, lobby: lobby.code };
  return (
    <tr>
      <td class="table-head">
        <strong>{lobby.code}</strong>{" "}
        {lobby.live > 0 && (
          <a href={filterPath({ ...games, state: "live" })}>
            <Chip tone="sun" live>
              {t("admin.liveNow", { n: formatNumber(lobby.live) })}
            </Chip>
          </a>
        )}
      </td>
      <td data-name={t("admin.hosted")}>{lobby.host}</td>
      <td data-name={t("admin.opened")}>{formatWhen(lobby.created_at)}</td>
      <td class="number" data-name={t("admin.members")}>
        {formatNumber(lobby.members)}
      </td>
      <td class="number" data-name={t("admin.title")}>
        <a href={filterPath(games)} aria-label={t("admin.gamesOf", { name: lobby.code })}>
          {formatNumber(lobby.games)}
        </a>
      </td>
      <td class="table-actions">
        <Button variant="quiet" size="small" onClick={onAsk}>
          {t("admin.close")}
        </Button>
      </td>
    </tr>
  );
}

async function fetchLobbies(cursor?: string) {
  const answer = await askAsAdmin(api.GET("/api/admin/lobbies", { params: { query: { cursor } } }));
  if (!answer.ok) return answer;
  const { lobbies, next_cursor } = answer.data;
  return { ok: true as const, data: { items: lobbies, next: next_cursor } };
}
