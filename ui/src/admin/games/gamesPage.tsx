import { useCallback, useMemo } from "preact/hooks";
import { useLocation } from "preact-iso";
import { api } from "../../api/client";
import { Button } from "../../design/form/button";
import { t } from "../../i18n";
import { FailurePage } from "../../page/errorPages";
import { Page } from "../../page/frame";
import { usePages } from "../../page/usePages";
import { AdminList } from "../adminList";
import { AdminNav } from "../adminNav";
import { askAsAdmin, signedIn } from "../session";
import { SignInPage } from "../signInPage";
import { type Filter, filterPath, filterQuery, readFilter } from "./filter";
import { GameFilter } from "./gameFilter";
import { GameTable } from "./gameTable";
import "../../page/otherViews";
import "../admin.css";

/** The operator's list of games. */
export default function Admin() {
  return signedIn.value ? <Games /> : <SignInPage />;
}

function Games() {
  const { query, route } = useLocation();
  const filter = useMemo(() => readFilter(query), [query]);
  const pages = usePages(useCallback((cursor?: string) => fetchGames(filter, cursor), [filter]));

  if (pages.failure) return <FailurePage failure={pages.failure} retry={pages.start} />;
  return (
    <Page class="admin" title={t("admin.title")} actions={<AdminNav />}>
      <div class="admin-head">
        <h1>{t("admin.title")}</h1>
        <GameFilter filter={filter} onChange={(next) => route(filterPath(next))} />
      </div>
      <AdminList
        pages={pages}
        none={t("admin.none")}
        noneText={t("admin.noneText")}
        noneAction={
          filterPath(filter) !== "admin" && (
            <Button href="admin" variant="primary">
              {t("admin.showAll")}
            </Button>
          )
        }
        aside={<Exports filter={filter} />}
      >
        {(games) => <GameTable games={games} />}
      </AdminList>
    </Page>
  );
}

/** Links that export all games of a filter. */
function Exports({ filter }: { filter: Filter }) {
  return (
    <span class="admin-exports">
      {(["csv", "ndjson"] as const).map((end) => (
        <Button
          key={end}
          variant="quiet"
          size="small"
          icon="download"
          href={exportPath(end, filter)}
          download
        >
          {end.toUpperCase()}
        </Button>
      ))}
    </span>
  );
}

function exportPath(end: "csv" | "ndjson", filter: Filter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filterQuery(filter, new Date())))
    query.set(name, String(value));
  return `api/admin/games.${end}?${query}`;
}

async function fetchGames(filter: Filter, cursor?: string) {
  const answer = await askAsAdmin(
    api.GET("/api/admin/games", {
      params: { query: { ...filterQuery(filter, new Date()), cursor } },
    }),
  );
  if (!answer.ok) return answer;
  const { games, about, next_cursor } = answer.data;
  return { ok: true as const, data: { items: games, about, next: next_cursor } };
}
