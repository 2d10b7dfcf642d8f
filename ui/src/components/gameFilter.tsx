import { type Filter, type State, states, type When } from "../admin/filter";
import { t } from "../i18n";
import { FilterChip } from "./chip";
import { Select } from "./select";
import "./gameFilter.css";

const whens = ["all", "today", "week", "dates"] as const satisfies readonly When[];

/** What narrows the list of games: time and state. */
export function GameFilter({
  filter,
  onChange,
}: {
  filter: Filter;
  onChange: (filter: Filter) => void;
}) {
  const set = (part: Partial<Filter>) => onChange({ ...filter, ...part });
  return (
    <div class="game-filter">
      <fieldset>
        <legend class="sr-only">{t("admin.when")}</legend>
        {whens.map((when) => (
          <FilterChip
            key={when}
            chosen={filter.when === when}
            onClick={() => set({ when, from: "", to: "" })}
          >
            {t(`admin.${when}`)}
          </FilterChip>
        ))}
      </fieldset>
      {filter.when === "dates" && (
        <div class="game-filter-dates">
          <DateField
            label={t("admin.from")}
            value={filter.from}
            onChange={(from) => set({ from })}
          />
          <DateField label={t("admin.to")} value={filter.to} onChange={(to) => set({ to })} />
        </div>
      )}
      <Select<State | "">
        class={`chip chip-filter ${filter.state ? "chip-ink" : ""}`}
        label={t("admin.state")}
        value={filter.state}
        options={[
          { value: "", word: t("admin.anyState") },
          ...states.map((value) => ({ value, word: t(`admin.${value}`) })),
        ]}
        onChange={(state) => set({ state })}
      />
    </div>
  );
}

interface DateProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function DateField({ label, value, onChange }: DateProps) {
  return (
    <label class="chip chip-filter">
      {label}
      <input type="date" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </label>
  );
}
