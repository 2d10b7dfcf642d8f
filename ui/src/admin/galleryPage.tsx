import { useCallback, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { api, type Exhibit, formatFailure } from "../api/client";
import { Card } from "../design/card";
import { Button } from "../design/form/button";
import { Segments } from "../design/form/segments";
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
import { ReasonDialog } from "./reasonDialog";
import { askAsAdmin, signedIn } from "./session";
import { SignInPage } from "./signInPage";
import "../page/otherViews";
import "./admin.css";
import "./galleryPage.css";

const lists = ["new", "reported", "agreed", "refused"] as const;
type List = (typeof lists)[number];

/** What players want in the gallery, for the operator to let in or not. */
export default function AdminGallery() {
  return signedIn.value ? <Exhibits /> : <SignInPage />;
}

function Exhibits() {
  const { query, route } = useLocation();
  const list = lists.find((one) => one === query.list) ?? "new";
  const pages = usePages(useCallback((cursor?: string) => fetchExhibits(list, cursor), [list]));

  function decided({ id }: Exhibit) {
    if (pages.items?.length === 1) void pages.start();
    else pages.change((exhibit) => (exhibit.id === id ? undefined : exhibit));
  }

  if (pages.failure) return <FailurePage failure={pages.failure} retry={pages.start} />;
  return (
    <Page class="admin" title={t("admin.gallery")} actions={<AdminNav />}>
      <div class="admin-head">
        <h1>{t("admin.gallery")}</h1>
        <Segments
          label={t("admin.state")}
          value={list}
          options={lists.map((value) => ({ value, word: t(`admin.exhibits.${value}`) }))}
          onChange={(list) => route(adminPath("gallery", { list }))}
        />
      </div>
      <AdminList pages={pages} none={t("admin.noReports")} noneText={t("admin.noExhibitsText")}>
        {(exhibits) => (
          <ul class="admin-exhibits">
            {exhibits.map((exhibit) => (
              <OneExhibit
                key={exhibit.id}
                exhibit={exhibit}
                list={list}
                onDecided={() => decided(exhibit)}
              />
            ))}
          </ul>
        )}
      </AdminList>
    </Page>
  );
}

interface Props {
  exhibit: Exhibit;
  list: List;
  onDecided: () => void;
}

function OneExhibit({ exhibit, list, onDecided }: Props) {
  const [refusing, setRefusing] = useState(false);
  const [a, b] = exhibit.names.map((name) => name || t("common.someone"));

  async function decide(show: boolean, note = ""): Promise<boolean> {
    const answer = await askAsAdmin(
      api.PUT("/api/admin/gallery/{id}", {
        params: { path: { id: exhibit.id } },
        body: { show, note },
      }),
    );
    if (answer.ok) onDecided();
    else toast(formatFailure(answer.failure));
    return answer.ok;
  }

  return (
    <li>
      <Card class="admin-exhibit">
        <a href={`admin/games/${exhibit.id}`}>
          <AdminPicture of={exhibit.picture} width={480} shown={320} alt={t("admin.game")} />
        </a>
        <h2 lang={exhibit.language}>{exhibit.title}</h2>
        <p>
          {t("common.and", { a, b })} <small>{formatWhen(exhibit.ended_at)}</small>
        </p>
        <div class="admin-exhibit-actions">
          {list !== "agreed" && (
            <Button variant="wash" size="small" icon="check" onClick={() => decide(true)}>
              {t("admin.showExhibit")}
            </Button>
          )}
          {list !== "refused" && (
            <Button variant="quiet" size="small" onClick={() => setRefusing(true)}>
              {t("admin.hideExhibit")}
            </Button>
          )}
        </div>
        {refusing && (
          <ReasonDialog
            word={t("admin.hideExhibit")}
            onClose={() => setRefusing(false)}
            onYes={(note) => decide(false, note)}
          />
        )}
      </Card>
    </li>
  );
}

async function fetchExhibits(list: List, cursor?: string) {
  const answer = await askAsAdmin(
    api.GET("/api/admin/gallery", { params: { query: { list, cursor, limit: 48 } } }),
  );
  if (!answer.ok) return answer;
  const { games, next_cursor } = answer.data;
  return { ok: true as const, data: { items: games, next: next_cursor } };
}
