import { useCallback, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { api, formatFailure, type Report } from "../api/client";
import { Card } from "../design/card";
import { Button } from "../design/form/button";
import { Segments } from "../design/form/segments";
import { TextField } from "../design/form/textField";
import { toast } from "../design/toast";
import { t } from "../i18n";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { usePages } from "../page/usePages";
import { AdminList } from "./adminList";
import { AdminNav } from "./adminNav";
import { adminPath } from "./adminPath";
import { AdminPicture } from "./adminPicture";
import { formatWhen } from "./format";
import { askAsAdmin, signedIn } from "./session";
import { SignInPage } from "./signInPage";
import "../page/otherViews";
import "../replay/words";
import "./admin.css";
import "./reportsPage.css";

const states = ["open", "upheld", "dismissed"] as const;
type State = (typeof states)[number];

/** Players' reports, for the operator to decide. */
export default function AdminReports() {
  return signedIn.value ? <Reports /> : <SignInPage />;
}

function Reports() {
  const { query, route } = useLocation();
  const state = states.find((one) => one === query.state) ?? "open";
  const pages = usePages(useCallback((cursor?: string) => fetchReports(state, cursor), [state]));

  function decided({ id }: Report) {
    if (pages.items?.length === 1) void pages.start();
    else pages.change((report) => (report.id === id ? undefined : report));
  }

  if (pages.failure) return <FailurePage failure={pages.failure} retry={pages.start} />;
  return (
    <Page class="admin" title={t("admin.reports")} actions={<AdminNav />}>
      <div class="admin-head">
        <h1>{t("admin.reports")}</h1>
        <Segments
          label={t("admin.state")}
          value={state}
          options={states.map((value) => ({ value, word: t(`admin.report.${value}`) }))}
          onChange={(state) => route(adminPath("reports", { state }))}
        />
      </div>
      <AdminList pages={pages} none={t("admin.noReports")} noneText={t("admin.noReportsText")}>
        {(reports) => (
          <ul class="admin-reports">
            {reports.map((report) => (
              <OneReport key={report.id} report={report} onDecided={() => decided(report)} />
            ))}
          </ul>
        )}
      </AdminList>
    </Page>
  );
}

function OneReport({ report, onDecided }: { report: Report; onDecided: () => void }) {
  const [note, setNote] = useState(report.note);

  async function decide(state: State) {
    const answer = await askAsAdmin(
      api.PUT("/api/admin/reports/{id}", {
        params: { path: { id: report.id } },
        body: { state, note },
      }),
    );
    if (answer.ok) onDecided();
    else toast(formatFailure(answer.failure));
  }

  const someone = (name: string) => name || t("common.someone");
  return (
    <li>
      <Card class="admin-report">
        <a href={`admin/games/${report.game}`} class="admin-report-picture">
          <AdminPicture
            of={`api/games/${report.game}/drawing.png`}
            width={132}
            alt={t("admin.game")}
          />
        </a>
        <div>
          <p>
            {t("admin.reportedBy", {
              reporter: someone(report.reporter_name),
              reported: someone(report.reported_name),
              reason: t(`reveal.reason_${report.reason}`),
            })}{" "}
            <small>{formatWhen(report.created_at)}</small>
          </p>
          {report.words && <blockquote>{report.words}</blockquote>}
          {report.said.map(({ seat, text }, i) => (
            <p key={i} class="admin-report-said" dir="auto">
              <b>{someone(seat === report.seat ? report.reported_name : report.reporter_name)}</b>{" "}
              {text}
            </p>
          ))}
        </div>
        <TextField label={t("admin.note")} value={note} onInput={setNote} maxLength={1000} />
        <div class="admin-report-actions">
          {states
            .filter((state) => state !== report.state)
            .map((state) => (
              <Button key={state} variant="wash" size="small" onClick={() => decide(state)}>
                {t(`admin.decide.${state}`)}
              </Button>
            ))}
        </div>
      </Card>
    </li>
  );
}

/** The number of reports on a page. */
const PAGE = 50;

/** The cursor of the next page is the last report's id. */
async function fetchReports(state: State, cursor?: string) {
  const below = cursor ? Number(cursor) : undefined;
  const answer = await askAsAdmin(
    api.GET("/api/admin/reports", { params: { query: { state, below, limit: PAGE } } }),
  );
  if (!answer.ok) return answer;
  const { reports } = answer.data;
  const next = reports.length === PAGE ? String(reports[PAGE - 1].id) : undefined;
  return { ok: true as const, data: { items: reports, next } };
}
