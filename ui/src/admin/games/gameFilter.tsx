import { FilterChip } from "../../design/chip";
import { SearchField } from "../../design/form/searchField";
import { Select } from "../../design/form/select";
import { t } from "../../i18n";
import { type Filter, ordersOf, sources, states, type When, type Word } from "./filter";
import "./gameFilter.css";

const whens = ["all", "today", "week", "dates"] as const satisfies readonly When[];
/** Text filters set by links from other pages; each is shown as a chip that removes it. */
const chosen = ["player", "lobby", "theme", "language"] as const satisfies readonly Word[];

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

/** The filter and order of the game list. */
export function GameFilter({ filter, onChange }: Props) {
  const set = (part: Partial<Filter>) => onChange({ ...filter, ...part });
  return (
    <div class="game-filter">
      <SearchField
        label={t("admin.search")}
        text={filter.text}
        onSearch={(text) => set({ text })}
      />
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
      <Select<Filter["state"]>
        class={`chip chip-filter ${filter.state ? "chip-ink" : ""}`}
        label={t("admin.state")}
        value={filter.state}
        options={[
          { value: "", word: t("admin.anyState") },
          ...states.map((value) => ({ value, word: t(`admin.${value}`) })),
        ]}
        onChange={(state) => set({ state })}
      />
      <Select<Filter["source"]>
        class={`chip chip-filter ${filter.source ? "chip-ink" : ""}`}
        label={t("admin.source")}
        value={filter.source}
        options={[
          { value: "", word: t("admin.anySource") },
          ...sources.map((value) => ({ value, word: t(`admin.${value}`) })),
        ]}
        onChange={(source) => set({ source })}
      />
      <FilterChip
        icon="flag"
        chosen={filter.reported}
        onClick={() => set({ reported: !filter.reported })}
      >
        {t("admin.reported")}
      </FilterChip>
      <FilterChip chosen={filter.deleted} onClick={() => set({ deleted: !filter.deleted })}>
        {t("admin.deleted")}
      </FilterChip>
      {chosen.map(
        (word) =>
          filter[word] && (
            <FilterChip
              key={word}
              chosen
              label={t("admin.without", { what: `${t(`admin.${word}`)} ${filter[word]}` })}
              onClick={() => set({ [word]: "" })}
            >
              {t(`admin.${word}`)}: {filter[word]} ×
            </FilterChip>
          ),
      )}
      <Select<Filter["sort"]>
        class="chip chip-filter"
        label={t("admin.sort")}
        value={filter.sort}
        options={ordersOf(filter).map((value) => ({ value, word: t(`admin.${value}`) }))}
        onChange={(sort) => set({ sort })}
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
