import { describe, expect, it } from "vitest";
import { anyGame, type Filter, filterPath, filterQuery, ordersOf, readFilter } from "./filter";

const all = anyGame;
const now = new Date(2026, 10, 23, 14, 21);

describe("the operator's filter", () => {
  it.each<[string, Filter]>([
    ["admin", all],
    ["admin?when=today", { ...all, when: "today" }],
    ["admin?when=week&state=abandoned", { ...all, when: "week", state: "abandoned" }],
    [
      "admin?when=dates&from=2026-11-01&to=2026-11-03",
      { ...all, when: "dates", from: "2026-11-01", to: "2026-11-03" },
    ],
    ["admin?when=dates", { ...all, when: "dates" }],
    [
      "admin?source=openai&text=tea+%26+cake&player=Mila&lobby=a-b-c&theme=space&language=es&reported=true&deleted=true&sort=oldest",
      {
        ...all,
        source: "openai",
        text: "tea & cake",
        player: "Mila",
        lobby: "a-b-c",
        theme: "space",
        language: "es",
        reported: true,
        deleted: true,
        sort: "oldest",
      },
    ],
  ])("%s is its address and is read back", (path, filter) => {
    expect(filterPath(filter)).toBe(path);
    expect(readFilter(Object.fromEntries(new URL(path, "http://x").searchParams))).toEqual(filter);
  });

  it("leaves out what an address gets wrong", () => {
    expect(
      readFilter({
        when: "ever",
        state: "gone",
        from: "2026-13-40",
        sort: "prettiest",
        source: "x",
      }),
    ).toEqual(all);
  });

  it("orders words by time only", () => {
    const byTime = ["newest", "oldest"];
    expect(ordersOf({ ...all, text: "tea" })).toEqual(byTime);
    expect(ordersOf({ ...all, player: "Mila" })).toEqual(byTime);
    expect(ordersOf({ ...all, player: "4F2Q6ZJ7XKD3MWPLBN5ROTYHCA" })).toContain("longest");
    expect(readFilter({ text: "tea", sort: "longest" }).sort).toBe("newest");
    expect(readFilter({ state: "finished", sort: "longest" }).sort).toBe("longest");
  });

  it("asks for whole days of the operator's own time", () => {
    const query = (filter: Partial<Filter>) => filterQuery({ ...all, ...filter }, now);
    expect(query({})).toEqual({});
    expect(query({ when: "today" })).toEqual({ from: new Date(2026, 10, 23).toISOString() });
    expect(query({ when: "week", state: "live" })).toEqual({
      from: new Date(2026, 10, 17).toISOString(),
      state: "live",
    });
    expect(query({ when: "dates", from: "2026-10-31", to: "2026-10-31" })).toEqual({
      from: new Date(2026, 9, 31).toISOString(),
      to: new Date(2026, 10, 1).toISOString(),
    });
  });
});
