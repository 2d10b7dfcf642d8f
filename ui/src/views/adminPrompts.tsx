import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { dollars, saySource, sayWhen } from "../admin/say";
import { askAsAdmin, signedIn } from "../admin/session";
import { SignInPage } from "../admin/signInPage";
import { type AdminPromptSet, api, type Failure, type PromptPool, sayFailure } from "../api/client";
import { AdminWays } from "../components/adminWays";
import { Blank } from "../components/blank";
import { Button } from "../components/button";
import { Card } from "../components/card";
import { Chip } from "../components/chip";
import { Page } from "../components/page";
import { Select } from "../components/select";
import { toast } from "../components/toast";
import { Waiting } from "../components/waiting";
import { formatNumber, t, tn } from "../i18n";
import { FailurePage } from "./error";
import "../components/gameFilter.css";
import "./admin.css";
import "./adminPrompts.css";

/** The operator's prompt sets: what they cost, how they are liked, and what is ready. */
export default function AdminPrompts() {
  return signedIn.value ? <Prompts /> : <SignInPage />;
}

const sources = ["library", "openai", "host"] as const;
const states = ["dealt", "ready", "disabled", "retired"] as const;

interface Filter {
  source: (typeof sources)[number] | "";
  state: (typeof states)[number] | "";
}

interface Listed {
  sets: AdminPromptSet[];
  /** Where the older ones begin. */
  next?: string;
}

function Prompts() {
  const [filter, setFilter] = useState<Filter>({ source: "", state: "dealt" });
  const [pool, setPool] = useState<PromptPool>();
  const [listed, setListed] = useState<Listed>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const latest = useRef(filter);

  const start = useCallback(async () => {
    latest.current = filter;
    const [sets, how] = await Promise.all([fetchSets(filter), fetchPool()]);
    if (latest.current !== filter) return; // another one was chosen meanwhile
    setFailure(sets.ok ? undefined : sets.failure);
    if (sets.ok) setListed({ sets: sets.data.prompt_sets, next: sets.data.next_cursor });
    if (how.ok) setPool(how.data);
  }, [filter]);
  useEffect(() => void start(), [start]);

  async function older() {
    setBusy(true);
    const answer = await fetchSets(filter, listed?.next);
    setBusy(false);
    if (latest.current !== filter) return;
    if (!answer.ok) return toast(sayFailure(answer.failure));
    const { prompt_sets, next_cursor } = answer.data;
    setListed({ sets: [...(listed?.sets ?? []), ...prompt_sets], next: next_cursor });
  }

  async function disable(set: AdminPromptSet) {
    const disabled = !set.disabled;
    const answer = await askAsAdmin(
      api.PATCH("/api/admin/prompt-sets/{id}", {
        params: { path: { id: set.id } },
        body: { disabled },
      }),
    );
    if (!answer.ok) return toast(sayFailure(answer.failure));
    setListed(
      (now) =>
        now && {
          ...now,
          sets: now.sets.map((one) => (one.id === set.id ? { ...one, disabled } : one)),
        },
    );
  }

  if (failure) return <FailurePage failure={failure} retry={start} />;
  return (
    <Page class="admin admin-prompts" title={t("admin.prompts")} ways={<AdminWays />}>
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
            onChange={(source) => setFilter({ ...filter, source })}
          />
          <Select
            class={`chip chip-filter ${filter.state ? "chip-ink" : ""}`}
            label={t("admin.state")}
            value={filter.state}
            options={[
              { value: "", word: t("admin.anyState") },
              ...states.map((value) => ({ value, word: t(`admin.${value}`) })),
            ]}
            onChange={(state) => setFilter({ ...filter, state })}
          />
        </div>
      </div>
      {pool && <Pool pool={pool} />}
      {listed ? (
        <Sets listed={listed} busy={busy} older={older} disable={disable} />
      ) : (
        <p class="admin-waiting" role="status">
          <Waiting />
          {t("common.loading")}
        </p>
      )}
    </Page>
  );
}

/** What the model took today, and what is ready. */
function Pool({ pool }: { pool: PromptPool }) {
  const { today, budget, shelves } = pool;
  return (
    <Card class="admin-pool">
      <p>
        {pool.model
          ? t("admin.today.took", {
              calls: formatNumber(today.calls),
              dollars: dollars(today.dollars),
            })
          : t("admin.noModel")}{" "}
        {pool.model && (
          <small>
            {t("admin.budget", {
              calls: budget.calls ? formatNumber(budget.calls) : "∞",
              dollars: budget.dollars ? dollars(budget.dollars) : "∞",
            })}
          </small>
        )}
      </p>
      {pool.rests_until && (
        <Chip tone="danger" icon="bolt">
          {t("admin.rests", { time: sayWhen(pool.rests_until) })}
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

interface SetsProps {
  listed: Listed;
  busy: boolean;
  older: () => void;
  disable: (set: AdminPromptSet) => void;
}

function Sets({ listed, busy, older, disable }: SetsProps) {
  if (listed.sets.length === 0) {
    return <Blank doodle="blank" title={t("admin.noSets")} text={t("admin.noSetsText")} />;
  }
  return (
    <>
      <ul class="admin-sets">
        {listed.sets.map((set) => (
          <OneSet key={set.id} set={set} disable={() => disable(set)} />
        ))}
      </ul>
      <div class="admin-foot">
        <span>{t("admin.range", { n: formatNumber(listed.sets.length) })}</span>
        {listed.next && (
          <Button look="quiet" busy={busy} onClick={older}>
            {t("admin.older")}
          </Button>
        )}
      </div>
    </>
  );
}

function OneSet({ set, disable }: { set: AdminPromptSet; disable: () => void }) {
  const facts = [
    ...(set.theme === set.title ? [] : [set.theme]),
    set.language,
    t(`lobby.${set.difficulty}`),
    saySource(set),
    sayWhen(set.created_at),
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
        {set.model && (
          <span>
            {t("admin.cost", {
              dollars: dollars(set.dollars),
              tokens: formatNumber(set.input_tokens + set.output_tokens),
            })}
          </span>
        )}
        {set.ready && <Chip tone="ok">{t("admin.ready")}</Chip>}
        {set.retired && <Chip tone="danger">{t("admin.retired")}</Chip>}
        {set.disabled && <Chip>{t("admin.disabled")}</Chip>}
      </p>
      <Button look="quiet" size="small" onClick={disable}>
        {set.disabled ? t("admin.enable") : t("admin.disable")}
      </Button>
    </li>
  );
}

function fetchSets({ source, state }: Filter, cursor?: string) {
  return askAsAdmin(
    api.GET("/api/admin/prompt-sets", {
      params: { query: { ...(source && { source }), ...(state && { state }), cursor } },
    }),
  );
}

function fetchPool() {
  return askAsAdmin(api.GET("/api/admin/prompt-pool", {}));
}
