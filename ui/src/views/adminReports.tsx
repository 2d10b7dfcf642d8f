import { useCallback, useEffect, useState } from "preact/hooks";
import { sayWhen } from "../admin/say";
import { askAsAdmin, signedIn } from "../admin/session";
import { SignInPage } from "../admin/signInPage";
import { api, type Failure, type Report, sayFailure } from "../api/client";
import { AdminPicture } from "../components/adminPicture";
import { AdminWays } from "../components/adminWays";
import { Blank } from "../components/blank";
import { Button } from "../components/button";
import { Card } from "../components/card";
import { Page } from "../components/page";
import { Segments } from "../components/segments";
import { TextField } from "../components/textField";
import { toast } from "../components/toast";
import { t } from "../i18n";
import { FailurePage } from "./error";
import "./admin.css";
import "./adminReports.css";

const states = ["open", "upheld", "dismissed"] as const;
type State = (typeof states)[number];

/** What players have reported, for the operator to decide. */
export default function AdminReports() {
  return signedIn.value ? <Reports /> : <SignInPage />;
}

function Reports() {
  const [state, setState] = useState<State>("open");
  const [reports, setReports] = useState<Report[]>();
  const [failure, setFailure] = useState<Failure>();

  const look = useCallback(async () => {
    const answer = await askAsAdmin(
      api.GET("/api/admin/reports", { params: { query: { state, limit: 100 } } }),
    );
    setFailure(answer.ok ? undefined : answer.failure);
    if (answer.ok) setReports(answer.data.reports);
  }, [state]);
  useEffect(() => void look(), [look]);

  if (failure) return <FailurePage failure={failure} retry={look} />;
  return (
    <Page class="admin" title={t("admin.reports")} ways={<AdminWays />}>
      <div class="admin-head">
        <h1>{t("admin.reports")}</h1>
        <Segments
          label={t("admin.state")}
          value={state}
          options={states.map((value) => ({ value, word: t(`admin.report.${value}`) }))}
          onChange={setState}
        />
      </div>
      {reports?.length === 0 && (
        <Blank doodle="blank" title={t("admin.noReports")} text={t("admin.noReportsText")} />
      )}
      <ul class="admin-reports">
        {reports?.map((report) => (
          <OneReport key={report.id} report={report} onDecided={look} />
        ))}
      </ul>
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
    else toast(sayFailure(answer.failure));
  }

  const someone = (name: string) => name || t("common.someone");
  return (
    <li>
      <Card class="admin-report">
        <a href={`/admin/games/${report.game}`} class="admin-report-picture">
          <AdminPicture
            of={`/api/games/${report.game}/drawing.png`}
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
            <small>{sayWhen(report.created_at)}</small>
          </p>
          {report.words && <blockquote>{report.words}</blockquote>}
        </div>
        <TextField label={t("admin.note")} value={note} onInput={setNote} maxLength={1000} />
        <div class="admin-report-ways">
          {states
            .filter((state) => state !== report.state)
            .map((state) => (
              <Button key={state} look="wash" size="small" onClick={() => decide(state)}>
                {t(`admin.decide.${state}`)}
              </Button>
            ))}
        </div>
      </Card>
    </li>
  );
}
