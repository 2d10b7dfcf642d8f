import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type Filter, filterPath, filterQuery, readFilter } from "../admin/filter";
import { adminToken, askAsAdmin, bearer, signOut } from "../admin/session";
import { SignInPage } from "../admin/signInPage";
import { type AdminGame, api, type Failure, sayFailure } from "../api/client";
import { Blank } from "../components/blank";
import { Button } from "../components/button";
import { GameFilter } from "../components/gameFilter";
import { GameTable } from "../components/gameTable";
import { LanguageSwitch } from "../components/languageSwitch";
import { Page } from "../components/page";
import { toast } from "../components/toast";
import { Waiting } from "../components/waiting";
import { formatNumber, t } from "../i18n";
import { FailurePage } from "./error";
import "./admin.css";

/** The operator's list of games. */
export default function Admin() {
  return adminToken.value ? <Games /> : <SignInPage />;
}

interface Listed {
  games: AdminGame[];
  /** Where the older ones begin. */
  next?: string;
}

function Games() {
  const { query, route } = useLocation();
  const filter = useMemo(() => readFilter(query), [query]);
  const { listed, failure, busy, start, older } = useGames(filter);

  if (failure) return <FailurePage failure={failure} retry={start} />;
  return (
    <Page
      class="admin"
      title={t("admin.title")}
      ways={
        <>
          <LanguageSwitch />
          <Button look="quiet" href="/admin/prompts">
            {t("admin.prompts")}
          </Button>
          <Button look="quiet" onClick={signOut}>
            {t("admin.signOut")}
          </Button>
        </>
      }
    >
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
        <span>{t("admin.range", { n: formatNumber(listed.games.length) })}</span>
        {listed.next && (
          <Button look="quiet" busy={busy} onClick={older}>
            {t("admin.older")}
          </Button>
        )}
      </div>
    </>
  );
}

/** The games under a filter, from the newest on. */
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
    if (answer.ok) setListed({ games: answer.data.games, next: answer.data.next_cursor });
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
      next: answer.data.next_cursor,
    });
  }

  return { listed, failure, busy, start, older };
}

function fetchGames(filter: Filter, cursor?: string) {
  return askAsAdmin(
    api.GET("/api/admin/games", {
      params: { query: { ...filterQuery(filter, new Date()), cursor } },
      headers: bearer(adminToken.value),
    }),
  );
}
