import { useCallback, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type AdminPlayer, api, formatFailure } from "../api/client";
import { Chip } from "../design/chip";
import { Button } from "../design/form/button";
import { SearchField } from "../design/form/searchField";
import { Table } from "../design/table";
import { toast } from "../design/toast";
import { formatNumber, t } from "../i18n";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { usePages } from "../page/usePages";
import { AdminList } from "./adminList";
import { AdminNav } from "./adminNav";
import { adminPath } from "./adminPath";
import { formatWhen } from "./format";
import { anyGame, filterPath } from "./games/filter";
import { ReasonDialog } from "./reasonDialog";
import { askAsAdmin, signedIn } from "./session";
import { SignInPage } from "./signInPage";
import "../page/otherViews";
import "./admin.css";

/** The players, for the operator. */
export default function AdminPlayers() {
  return signedIn.value ? <Players /> : <SignInPage />;
}

function Players() {
  const { query, route } = useLocation();
  const name = query.player ?? "";
  const pages = usePages(useCallback((cursor?: string) => fetchPlayers(name, cursor), [name]));
  const [asked, setAsked] = useState<AdminPlayer>();

  async function act(player: AdminPlayer, note: string) {
    const params = { params: { path: { id: player.id } }, body: { note } };
    const answer = await askAsAdmin(
      player.banned_at
        ? api.DELETE("/api/admin/players/{id}/ban", params)
        : api.PUT("/api/admin/players/{id}/ban", params),
    );
    if (!answer.ok) {
      toast(formatFailure(answer.failure));
      return false;
    }
    toast(t("admin.done"));
    const banned_at = player.banned_at ? undefined : new Date().toISOString();
    pages.change((one) => (one.id === player.id ? { ...one, banned_at } : one));
    return true;
  }

  if (pages.failure) return <FailurePage failure={pages.failure} retry={pages.start} />;
  return (
    <Page class="admin" title={t("admin.players")} actions={<AdminNav />}>
      <div class="admin-head">
        <h1>{t("admin.players")}</h1>
        <SearchField
          label={t("admin.searchPlayers")}
          text={name}
          onSearch={(player) => route(adminPath("players", { player }))}
        />
      </div>
      <AdminList pages={pages} none={t("admin.noPlayers")} noneText={t("admin.noPlayersText")}>
        {(players) => (
          <Table
            columns={[
              { word: t("admin.name") },
              { word: t("admin.came") },
              { word: t("admin.seen") },
              { word: t("admin.title"), number: true },
              { word: t("admin.actions"), hideHeading: true },
            ]}
          >
            {players.map((player) => (
              <PlayerRow key={player.id} player={player} onAsk={() => setAsked(player)} />
            ))}
          </Table>
        )}
      </AdminList>
      {asked && (
        <ReasonDialog
          word={banLabel(asked)}
          onClose={() => setAsked(undefined)}
          onYes={(note) => act(asked, note)}
        />
      )}
    </Page>
  );
}

function banLabel(player: AdminPlayer): string {
  return t(player.banned_at ? "admin.unban" : "admin.ban", { name: player.name });
}

function PlayerRow({ player, onAsk }: { player: AdminPlayer; onAsk: () => void }) {
  return (
    <tr>
      <td class="table-head">
        <strong>{player.name}</strong>{" "}
        {player.banned_at && (
          <Chip tone="danger">{t("admin.bannedAt", { when: formatWhen(player.banned_at) })}</Chip>
        )}{" "}
        {player.banned_at && player.returns > 0 && (
          <Chip>{t("admin.returns", { count: formatNumber(player.returns) })}</Chip>
        )}
      </td>
      <td data-name={t("admin.came")}>{formatWhen(player.created_at)}</td>
      <td data-name={t("admin.seen")}>{formatWhen(player.seen_at)}</td>
      <td class="number" data-name={t("admin.title")}>
        <a
          href={filterPath({ ...anyGame, player: player.id })}
          aria-label={t("admin.gamesOf", { name: player.name })}
        >
          {formatNumber(player.games)}
        </a>
      </td>
      <td class="table-actions">
        <Button variant="quiet" size="small" onClick={onAsk}>
          {banLabel(player)}
        </Button>
      </td>
    </tr>
  );
}

async function fetchPlayers(player: string, cursor?: string) {
  const answer = await askAsAdmin(
    api.GET("/api/admin/players", { params: { query: { ...(player && { player }), cursor } } }),
  );
  if (!answer.ok) return answer;
  const { players, next_cursor } = answer.data;
  return { ok: true as const, data: { items: players, next: next_cursor } };
}
