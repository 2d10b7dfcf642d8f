/** Which games the operator looks at. It lives in the address, so that it can be linked and gone back to. */

export type When = "today" | "week" | "all" | "dates";
export type State = "live" | "finished" | "ended_early" | "abandoned";

export const states = ["live", "finished", "ended_early", "abandoned"] as const;

export interface Filter {
  when: When;
  /** With `dates`: YYYY-MM-DD here, or "" for no bound; `to` is its last day. */
  from: string;
  to: string;
  state: State | "";
}

/** The filter an address' query holds; what it does not understand is left out. */
export function readFilter(query: Record<string, string>): Filter {
  const from = isDate(query.from) ? query.from : "";
  const to = isDate(query.to) ? query.to : "";
  const state = states.find((s) => s === query.state) ?? "";
  if (from || to || query.when === "dates") return { when: "dates", from, to, state };
  const when = query.when === "today" || query.when === "week" ? query.when : "all";
  return { when, from: "", to: "", state };
}

/** The address of the list under a filter. */
export function filterPath({ when, from, to, state }: Filter): string {
  const query = new URLSearchParams();
  if (when !== "all") query.set("when", when);
  if (when === "dates" && from) query.set("from", from);
  if (when === "dates" && to) query.set("to", to);
  if (state) query.set("state", state);
  const text = query.toString();
  return text ? `/admin?${text}` : "/admin";
}

/** The filter as the API takes it. Days are the operator's own. */
export function filterQuery(filter: Filter, now: Date) {
  const { from, to } = bounds(filter, now);
  return {
    ...(from && { from: from.toISOString() }),
    ...(to && { to: to.toISOString() }),
    ...(filter.state && { state: filter.state }),
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
