/** Which games the operator looks at. It lives in the address, so that it can be linked and gone back to. */

export type When = "today" | "week" | "all" | "dates";
export type State = "live" | "finished" | "ended_early" | "abandoned";

export const states = ["live", "finished", "ended_early", "abandoned"] as const;
export const sources = ["library", "openai", "host"] as const;
export const orders = [
  "newest",
  "oldest",
  "longest",
  "shortest",
  "most_strokes",
  "fewest_strokes",
] as const;

/** What is looked for by its very words; "" for anything. */
export const words = ["text", "player", "lobby", "theme", "language"] as const;
export type Word = (typeof words)[number];

export interface Filter extends Record<Word, string> {
  when: When;
  /** With `dates`: YYYY-MM-DD here, or "" for no bound; `to` is its last day. */
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

/** The filter an address' query holds; what it does not understand is left out. */
export function readFilter(query: Record<string, string>): Filter {
  const filter = { ...anyGame };
  for (const word of words) filter[word] = query[word] ?? "";
  filter.state = states.find((s) => s === query.state) ?? "";
  filter.source = sources.find((s) => s === query.source) ?? "";
  filter.sort = orders.find((s) => s === query.sort) ?? "newest";
  filter.reported = query.reported === "true";
  filter.deleted = query.deleted === "true";
  filter.from = isDate(query.from) ? query.from : "";
  filter.to = isDate(query.to) ? query.to : "";
  if (filter.from || filter.to || query.when === "dates") filter.when = "dates";
  else if (query.when === "today" || query.when === "week") filter.when = query.when;
  return filter;
}

/** The address of the list under a filter. */
export function filterPath(filter: Filter): string {
  const query = new URLSearchParams();
  if (filter.when !== "all") query.set("when", filter.when);
  if (filter.when === "dates") {
    if (filter.from) query.set("from", filter.from);
    if (filter.to) query.set("to", filter.to);
  }
  for (const [name, value] of Object.entries(narrowing(filter))) query.set(name, String(value));
  const text = query.toString();
  return text ? `/admin?${text}` : "/admin";
}

/** The filter as the API takes it. Days are the operator's own. */
export function filterQuery(filter: Filter, now: Date) {
  const { from, to } = bounds(filter, now);
  return {
    ...(from && { from: from.toISOString() }),
    ...(to && { to: to.toISOString() }),
    ...narrowing(filter),
  };
}

/** What of a filter narrows or orders, beside time. */
function narrowing(filter: Filter) {
  const said: Partial<Record<Word, string>> = {};
  for (const word of words) if (filter[word]) said[word] = filter[word];
  return {
    ...(filter.state && { state: filter.state }),
    ...(filter.source && { source: filter.source }),
    ...said,
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

/** Midnight at the start of a date, or so many days later. */
function startOf(date: string, daysLater: number): Date | undefined {
  if (!date) return undefined;
  const [year, month, day] = date.split("-").map(Number);
  return new Date(year, month - 1, day + daysLater);
}

function isDate(text: string | undefined): text is string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") && !Number.isNaN(Date.parse(text ?? ""));
}
