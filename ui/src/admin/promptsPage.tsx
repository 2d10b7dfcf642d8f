import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type AdminPromptSet, api, formatFailure, type PromptPool } from "../api/client";
import { Card } from "../design/card";
import { Chip } from "../design/chip";
import { Button } from "../design/form/button";
import { Select } from "../design/form/select";
import { toast } from "../design/toast";
import { formatNumber, t, tn } from "../i18n";
import { FailurePage } from "../page/errorPages";
import { Page } from "../page/frame";
import { usePages } from "../page/usePages";
import { AdminList } from "./adminList";
import { AdminNav } from "./adminNav";
import { adminPath } from "./adminPath";
import { formatDollars, formatSource, formatWhen } from "./format";
import { askAsAdmin, signedIn } from "./session";
import { SignInPage } from "./signInPage";
import "../page/otherViews";
import "./games/gameFilter.css";
import "./admin.css";
import "./promptsPage.css";

/** The prompt sets: their cost, their ratings and the ready ones. */
export default function AdminPrompts() {
  return signedIn.value ? <Prompts /> : <SignInPage />;
}

const sources = ["library", "openai", "host"] as const;
const states = ["dealt", "ready", "disabled", "retired"] as const;

interface Filter {
  source: (typeof sources)[number] | "";
  state: (typeof states)[number] | "";
}

/** Reads the filter from the query; by default any source, and dealt sets. */
function readFilter(query: Record<string, string>): Filter {
  return {
    source: sources.find((one) => one === query.source) ?? "",
    state: query.state === "any" ? "" : (states.find((one) => one === query.state) ?? "dealt"),
  };
}

function Prompts() {
  const { query, route } = useLocation();
  const filter = useMemo(() => readFilter(query), [query]);
  const pages = usePages(useCallback((cursor?: string) => fetchSets(filter, cursor), [filter]));
  const [pool, setPool] = useState<PromptPool>();
  useEffect(() => void fetchPool().then((how) => how.ok && setPool(how.data)), []);

  function narrow({ source, state }: Filter) {
    route(adminPath("prompts", { source, state: state === "dealt" ? "" : state || "any" }));
  }

  async function disable({ id, disabled }: AdminPromptSet) {
    const answer = await askAsAdmin(
      api.PATCH("/api/admin/prompt-sets/{id}", {
        params: { path: { id } },
        body: { disabled: !disabled },
      }),
    );
    if (!answer.ok) return toast(formatFailure(answer.failure));
    pages.change((set) => (set.id === id ? { ...set, disabled: !disabled } : set));
  }

  async function forgetRatings({ id }: AdminPromptSet) {
    const answer = await askAsAdmin(
      api.DELETE("/api/admin/prompt-sets/{id}/ratings", { params: { path: { id } }, body: {} }),
    );
    if (!answer.ok) return toast(formatFailure(answer.failure));
    pages.change((set) => (set.id === id ? { ...set, good: 0, bad: 0, retired: false } : set));
  }

  if (pages.failure) return <FailurePage failure={pages.failure} retry={pages.start} />;
  return (
    <Page class="admin admin-prompts" title={t("admin.prompts")} actions={<AdminNav />}>
      <div class="admin-head">
        <h1>{t("admin.prompts")}</h1>
        <div class="game-filter">
          <Select
            class={`chip chip-filter ${filter.source ? "chip-ink" : ""}`}
            label={t("admin.source")}
            value={filter.source}
            options={[
              { value: "", word: t("admin.anySource") },
              ...sources.map((value) => ({ value, word: t(`admin.${value}`) })),
            ]}
            onChange={(source) => narrow({ ...filter, source })}
          />
          <Select
            class={`chip chip-filter ${filter.state ? "chip-ink" : ""}`}
            label={t("admin.state")}
            value={filter.state}
            options={[
              { value: "", word: t("admin.anyState") },
              ...states.map((value) => ({ value, word: t(`admin.${value}`) })),
            ]}
            onChange={(state) => narrow({ ...filter, state })}
          />
        </div>
      </div>
      {pool && <Pool pool={pool} />}
      <AdminList pages={pages} none={t("admin.noSets")} noneText={t("admin.noSetsText")}>
        {(sets) => (
          <ul class="admin-sets">
            {sets.map((set) => (
              <OneSet
                key={set.id}
                set={set}
                disable={() => disable(set)}
                forgetRatings={() => forgetRatings(set)}
              />
            ))}
          </ul>
        )}
      </AdminList>
    </Page>
  );
}

/** Today's use of the model, and the ready sets. */
function Pool({ pool }: { pool: PromptPool }) {
  const { today, budget, shelves } = pool;
  return (
    <Card class="admin-pool">
      <p>
        {pool.model
          ? t("admin.today.took", {
              calls: formatNumber(today.calls),
              dollars: formatDollars(today.dollars),
            })
          : t("admin.noModel")}{" "}
        {pool.model && (
          <small>
            {t("admin.budget", {
              calls: budget.calls ? formatNumber(budget.calls) : "∞",
              dollars: budget.dollars ? formatDollars(budget.dollars) : "∞",
            })}
          </small>
        )}
      </p>
      {pool.rests_until && (
        <Chip tone="danger" icon="bolt">
          {t("admin.rests", { time: formatWhen(pool.rests_until) })}
        </Chip>
      )}
      {shelves.length > 0 && (
        <ul class="admin-shelves">
          {shelves.map((shelf) => (
            <li key={`${shelf.language} ${shelf.difficulty} ${shelf.rounds} ${shelf.theme}`}>
              <Chip tone={shelf.ready < shelf.level ? "sun" : "ok"}>
                {t("admin.readyOf", { ready: shelf.ready, level: shelf.level })}
              </Chip>
              <span>
                {t("admin.shelf", {
                  language: shelf.language,
                  difficulty: t(`lobby.${shelf.difficulty}`),
                  rounds: shelf.rounds,
                })}
                {shelf.theme && `, ${shelf.theme}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

interface OneSetProps {
  set: AdminPromptSet;
  disable: () => void;
  forgetRatings: () => void;
}

function OneSet({ set, disable, forgetRatings }: OneSetProps) {
  const facts = [
    ...(set.theme === set.title ? [] : [set.theme]),
    set.language,
    t(`lobby.${set.difficulty}`),
    formatSource(set),
    formatWhen(set.created_at),
  ];
  return (
    <li class="admin-set" data-off={set.disabled || set.retired}>
      <details>
        <summary>
          <strong>{set.title}</strong> <small>{facts.join(", ")}</small>
        </summary>
        <div class="admin-series">
          {[set.player1, set.player2].map((series, i) => (
            <ol key={i === 0 ? "one" : "two"}>
              {series.map((prompt) => (
                <li key={prompt}>{prompt}</li>
              ))}
            </ol>
          ))}
        </div>
        {set.caption && <p class="admin-set-caption">{set.caption}</p>}
      </details>
      <p class="admin-set-numbers">
        <span>{tn("admin.gameCount", set.games)}</span>
        <span>{t("admin.ratings", { good: set.good, bad: set.bad })}</span>
        {set.good + set.bad > 0 && (
          <Button variant="quiet" size="small" onClick={forgetRatings}>
            {t("admin.forgetRatings")}
          </Button>
        )}
        {set.model && (
          <span>
            {t("admin.cost", {
              dollars: formatDollars(set.dollars),
              tokens: formatNumber(set.input_tokens + set.output_tokens),
            })}
          </span>
        )}
        {set.ready && <Chip tone="ok">{t("admin.ready")}</Chip>}
        {set.retired && <Chip tone="danger">{t("admin.retired")}</Chip>}
        {set.disabled && <Chip>{t("admin.disabled")}</Chip>}
      </p>
      <Button variant="quiet" size="small" onClick={disable}>
        {set.disabled ? t("admin.enable") : t("admin.disable")}
      </Button>
    </li>
  );
}

async function fetchSets({ source, state }: Filter, cursor?: string) {
  const answer = await askAsAdmin(
    api.GET("/api/admin/prompt-sets", {
      params: { query: { ...(source && { source }), ...(state && { state }), cursor } },
    }),
  );
  if (!answer.ok) return answer;
  const { prompt_sets, next_cursor } = answer.data;
  return { ok: true as const, data: { items: prompt_sets, next: next_cursor } };
}

function fetchPool() {
  return askAsAdmin(api.GET("/api/admin/prompt-pool", {}));
}
