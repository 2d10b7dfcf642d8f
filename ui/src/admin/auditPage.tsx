import { useCallback } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type AuditEntry, api } from "../api/client";
import { SearchField } from "../design/form/searchField";
import { Table } from "../design/table";
import { t } from "../i18n";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { usePages } from "../page/usePages";
import { AdminList } from "./adminList";
import { AdminNav } from "./adminNav";
import { adminPath } from "./adminPath";
import { formatAction, formatWhen } from "./format";
import { anyGame, filterPath } from "./games/filter";
import { askAsAdmin, signedIn } from "./session";
import { SignInPage } from "./signInPage";
import "../page/otherViews";
import "./admin.css";

/** The log of the operator's actions. */
export default function AdminAudit() {
  return signedIn.value ? <Audit /> : <SignInPage />;
}

function Audit() {
  const { query, route } = useLocation();
  const subject = query.subject ?? "";
  const pages = usePages(useCallback((cursor?: string) => fetchAudit(subject, cursor), [subject]));

  if (pages.failure) return <FailurePage failure={pages.failure} retry={pages.start} />;
  return (
    <Page class="admin" title={t("admin.audit")} actions={<AdminNav />}>
      <div class="admin-head">
        <h1>{t("admin.audit")}</h1>
        <SearchField
          label={t("admin.searchAudit")}
          text={subject}
          onSearch={(subject) => route(adminPath("audit", { subject }))}
        />
      </div>
      <AdminList pages={pages} none={t("admin.noAudit")} noneText={t("admin.noAuditText")}>
        {(entries) => (
          <Table
            columns={[
              { word: t("admin.what") },
              { word: t("admin.when") },
              { word: t("admin.subject") },
              { word: t("admin.note") },
              { word: t("admin.client") },
            ]}
          >
            {entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} />
            ))}
          </Table>
        )}
      </AdminList>
    </Page>
  );
}

function EntryRow({ entry }: { entry: AuditEntry }) {
  const path = subjectPath(entry);
  return (
    <tr>
      <td class="table-head">
        <strong>{formatAction(entry.action)}</strong>
      </td>
      <td data-name={t("admin.when")}>{formatWhen(entry.at)}</td>
      <td data-name={t("admin.subject")} class="admin-subject">
        {path ? <a href={path}>{entry.subject}</a> : entry.subject}
      </td>
      <td data-name={entry.note ? t("admin.note") : undefined}>{entry.note}</td>
      <td data-name={t("admin.client")}>{entry.client}</td>
    </tr>
  );
}

/** The page of an entry's subject, if there is one. */
function subjectPath({ action, subject }: AuditEntry): string | undefined {
  switch (action) {
    case "delete_game":
    case "restore_game":
    case "close_room":
      return `admin/games/${subject}`;
    case "ban_player":
    case "unban_player":
      return adminPath("players", { player: subject });
    case "close_lobby":
      return filterPath({ ...anyGame, lobby: subject });
    default:
      return undefined;
  }
}

async function fetchAudit(subject: string, cursor?: string) {
  const answer = await askAsAdmin(
    api.GET("/api/admin/audit", { params: { query: { ...(subject && { subject }), cursor } } }),
  );
  if (!answer.ok) return answer;
  const { entries, next_cursor } = answer.data;
  return { ok: true as const, data: { items: entries, next: next_cursor } };
}
