import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type Filter, filterPath, filterQuery, readFilter } from "../admin/filter";
import { askAsAdmin, signedIn } from "../admin/session";
import { SignInPage } from "../admin/signInPage";
import { type AdminGame, api, type Failure, sayFailure } from "../api/client";
import { AdminWays } from "../components/adminWays";
import { Blank } from "../components/blank";
import { Button } from "../components/button";
import { GameFilter } from "../components/gameFilter";
import { GameTable } from "../components/gameTable";
import { Page } from "../components/page";
import { toast } from "../components/toast";
import { Waiting } from "../components/waiting";
import { formatNumber, t } from "../i18n";
import { FailurePage } from "./error";
import "./admin.css";

/** The operator's list of games. */
export default function Admin() {
  return signedIn.value ? <Games /> : <SignInPage />;
}

interface Listed {
  games: AdminGame[];
  /** About how many match. */
  about: number;
  /** Where the others begin. */
  next?: string;
}

function Games() {
  const { query, route } = useLocation();
  const filter = useMemo(() => readFilter(query), [query]);
  const { listed, failure, busy, start, older } = useGames(filter);

  if (failure) return <FailurePage failure={failure} retry={start} />;
  return (
    <Page class="admin" title={t("admin.title")} ways={<AdminWays />}>
      <div class="admin-head">
        <h1>{t("admin.title")}</h1>
        <GameFilter filter={filter} onChange={(next) => route(filterPath(next))} />
      </div>
      <List listed={listed} filter={filter} busy={busy} older={older} />
    </Page>
  );
}

interface ListProps {
  listed: Listed | null;
  filter: Filter;
  busy: boolean;
  older: () => void;
}

function List({ listed, filter, busy, older }: ListProps) {
  if (!listed) {
    return (
      <p class="admin-waiting" role="status">
        <Waiting />
        {t("common.loading")}
      </p>
    );
  }
  if (listed.games.length === 0) {
    return (
      <Blank doodle="blank" title={t("admin.none")} text={t("admin.noneText")}>
        {filterPath(filter) !== "/admin" && (
          <Button href="/admin" look="primary">
            {t("admin.showAll")}
          </Button>
        )}
      </Blank>
    );
  }
  return (
    <>
      <GameTable games={listed.games} />
      <div class="admin-foot">
        <span>
          {t(listed.next ? "admin.ofAbout" : "admin.range", {
            n: formatNumber(listed.games.length),
            about: formatNumber(Math.max(listed.about, listed.games.length)),
          })}
        </span>
        <span class="admin-exports">
          {(["csv", "ndjson"] as const).map((end) => (
            <Button
              key={end}
              look="quiet"
              size="small"
              icon="download"
              href={exportPath(end, filter)}
              download
            >
              {end.toUpperCase()}
            </Button>
          ))}
        </span>
        {listed.next && (
          <Button look="quiet" busy={busy} onClick={older}>
            {t("admin.older")}
          </Button>
        )}
      </div>
    </>
  );
}

/** Where all games of a filter are, as a file. */
function exportPath(end: "csv" | "ndjson", filter: Filter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filterQuery(filter, new Date())))
    query.set(name, String(value));
  return `/api/admin/games.${end}?${query}`;
}

/** The games under a filter, in its order. */
function useGames(filter: Filter) {
  const [listed, setListed] = useState<Listed | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  const latest = useRef(filter);

  const start = useCallback(async () => {
    latest.current = filter;
    const answer = await fetchGames(filter);
    if (latest.current !== filter) return; // another one was chosen meanwhile
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) {
      const { games, about = 0, next_cursor } = answer.data;
      setListed({ games, about, next: next_cursor });
    }
  }, [filter]);

  useEffect(() => {
    void start();
  }, [start]);

  async function older() {
    setBusy(true);
    const answer = await fetchGames(filter, listed?.next);
    setBusy(false);
    if (latest.current !== filter) return;
    if (!answer.ok) return toast(sayFailure(answer.failure));
    setListed({
      games: [...(listed?.games ?? []), ...answer.data.games],
      about: listed?.about ?? 0,
      next: answer.data.next_cursor,
    });
  }

  return { listed, failure, busy, start, older };
}

function fetchGames(filter: Filter, cursor?: string) {
  return askAsAdmin(
    api.GET("/api/admin/games", {
      params: { query: { ...filterQuery(filter, new Date()), cursor } },
    }),
  );
}
