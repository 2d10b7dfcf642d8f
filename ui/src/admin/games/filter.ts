/**
 * The filter of the operator's game list. It is kept in the address, so that it can be linked and
 * returned to.
 */

export type When = "today" | "week" | "all" | "dates";
export type State = "live" | "finished" | "ended_early" | "abandoned";

export const states = ["live", "finished", "ended_early", "abandoned"] as const;
export const sources = ["library", "openai", "host"] as const;
const orders = [
  "newest",
  "oldest",
  "longest",
  "shortest",
  "most_strokes",
  "fewest_strokes",
] as const;

/** The orders in which the API searches words. */
const ordersByTime = ["newest", "oldest"] as const;

/** The text filters; "" for any. */
export const words = ["text", "player", "lobby", "theme", "language"] as const;
export type Word = (typeof words)[number];

export interface Filter extends Record<Word, string> {
  when: When;
  /** With `dates`: YYYY-MM-DD, or "" for no bound; `to` is the last day, included. */
  from: string;
  to: string;
  state: State | "";
  source: (typeof sources)[number] | "";
  sort: (typeof orders)[number];
  reported: boolean;
  deleted: boolean;
}

/** All games, the newest first. */
export const anyGame: Filter = {
  when: "all",
  from: "",
  to: "",
  state: "",
  source: "",
  sort: "newest",
  reported: false,
  deleted: false,
  text: "",
  player: "",
  lobby: "",
  theme: "",
  language: "",
};

/** Reads the filter from an address's query; unknown values are ignored. */
export function readFilter(query: Record<string, string>): Filter {
  const filter = { ...anyGame };
  for (const word of words) filter[word] = query[word] ?? "";
  filter.state = states.find((s) => s === query.state) ?? "";
  filter.source = sources.find((s) => s === query.source) ?? "";
  filter.sort = ordersOf(filter).find((s) => s === query.sort) ?? "newest";
  filter.reported = query.reported === "true";
  filter.deleted = query.deleted === "true";
  filter.from = isDate(query.from) ? query.from : "";
  filter.to = isDate(query.to) ? query.to : "";
  if (filter.from || filter.to || query.when === "dates") filter.when = "dates";
  else if (query.when === "today" || query.when === "week") filter.when = query.when;
  return filter;
}

/** The orders in which a filter's games can be listed. */
export function ordersOf(filter: Filter): readonly Filter["sort"][] {
  const name = isId(filter.player) ? "" : filter.player;
  return filter.text.trim() || name.trim() ? ordersByTime : orders;
}

/** The path of the list with a filter. */
export function filterPath(filter: Filter): string {
  const query = new URLSearchParams();
  if (filter.when !== "all") query.set("when", filter.when);
  if (filter.when === "dates") {
    if (filter.from) query.set("from", filter.from);
    if (filter.to) query.set("to", filter.to);
  }
  for (const [name, value] of Object.entries(queryWithoutDates(filter)))
    query.set(name, String(value));
  const text = query.toString();
  return text ? `admin?${text}` : "admin";
}

/** The filter as the API expects it. Days are in the operator's time zone. */
export function filterQuery(filter: Filter, now: Date) {
  const { from, to } = bounds(filter, now);
  return {
    ...(from && { from: from.toISOString() }),
    ...(to && { to: to.toISOString() }),
    ...queryWithoutDates(filter),
  };
}

/** All of a filter except its dates. */
function queryWithoutDates(filter: Filter) {
  const texts: Partial<Record<Word, string>> = {};
  for (const word of words) if (filter[word]) texts[word] = filter[word];
  return {
    ...(filter.state && { state: filter.state }),
    ...(filter.source && { source: filter.source }),
    ...texts,
    ...(filter.reported && { reported: true }),
    ...(filter.deleted && { deleted: true }),
    ...(filter.sort !== "newest" && { sort: filter.sort }),
  };
}

function bounds(filter: Filter, now: Date): { from?: Date; to?: Date } {
  const day = (offset: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset);
  switch (filter.when) {
    case "all":
      return {};
    case "today":
      return { from: day(0) };
    case "week":
      return { from: day(-6) };
    case "dates":
      return { from: startOf(filter.from, 0), to: startOf(filter.to, 1) };
  }
}

/** Midnight at the start of a date, or `daysLater` days after it. */
function startOf(date: string, daysLater: number): Date | undefined {
  if (!date) return undefined;
  const [year, month, day] = date.split("-").map(Number);
  return new Date(year, month - 1, day + daysLater);
}

function isDate(text: string | undefined): text is string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") && !Number.isNaN(Date.parse(text ?? ""));
}

/** Tells a player's id from a name, as the API does. */
function isId(player: string): boolean {
  return /^[A-Z2-7]{26}$/.test(player);
}
