import { describe, expect, test } from "vitest";
import type { Entry } from "./entry";
import { createIntake } from "./intake";

/** An intake whose clock advances by `cost` ms with each entry, and whose tasks wait to be run. */
function setup(cost: number) {
  const done: string[] = [];
  const tasks: (() => void)[] = [];
  let clock = 0;
  const intake = createIntake(
    {
      fold(entry, live) {
        done.push(`${"seq" in entry ? entry.seq : ""}${live ? " live" : ""}`);
        clock += cost;
      },
      caughtUp: (pending) => done.push(`caught up, ${pending.length} pending`),
      refused: (n) => done.push(`refused ${n}`),
      sliceDone: () => done.push("rest"),
    },
    { now: () => clock, runLater: (work) => tasks.push(work) },
  );
  return { intake, done, tasks, runAll: () => tasks.splice(0).forEach((work) => void work()) };
}

const entries = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ kind: "paused", seq: from + i, at: 0 }));

describe("incoming items", () => {
  test("are folded at once when they are few", () => {
    const t = setup(1);
    t.intake.entries(entries(1, 3), true);
    t.intake.refused(7);
    expect(t.done).toEqual(["1 live", "2 live", "3 live", "rest", "refused 7", "rest"]);
    expect(t.tasks).toEqual([]);
    expect(t.intake.done).toBe(true);
  });

  test("are folded in slices when they are many, in order whatever else arrives", () => {
    const t = setup(3);
    t.intake.entries(entries(1, 7), false);
    t.intake.caughtUp([]);
    t.intake.entries(entries(8, 8), true);
    t.intake.refused(2);
    expect(t.done).toEqual(["1", "2", "3", "rest"]);
    expect(t.tasks.length).toBe(1);
    t.runAll();
    expect(t.intake.done).toBe(false);
    t.runAll();
    expect(t.done.filter((what) => what !== "rest").slice(3)).toEqual([
      "4",
      "5",
      "6",
      "7",
      "caught up, 0 pending",
      "8 live",
      "refused 2",
    ]);
    expect(t.tasks).toEqual([]);
    expect(t.intake.done).toBe(true);
  });

  test("are dropped when the stream starts over", () => {
    const t = setup(9);
    t.intake.entries(entries(1, 5), false);
    t.intake.clear();
    t.intake.entries(entries(1, 2), false);
    t.runAll();
    t.runAll();
    expect(t.done.filter((what) => what !== "rest")).toEqual(["1", "1", "2"]);
  });

  test("wait while folding is paused, and continue where it stopped", () => {
    const t = setup(9);
    t.intake.pause();
    t.intake.resume(); // with nothing to do
    t.intake.entries(entries(1, 3), false);
    t.intake.pause();
    t.runAll();
    t.intake.entries(entries(4, 4), true);
    expect(t.done).toEqual(["1", "rest"]);
    expect(t.intake.done).toBe(false);

    t.intake.resume();
    t.intake.resume();
    expect(t.done).toEqual(["1", "rest", "2", "rest"]);
    expect(t.tasks.length).toBe(1);
    t.runAll();
    t.runAll();
    expect(t.done.filter((what) => what !== "rest")).toEqual(["1", "2", "3", "4 live"]);
    expect(t.intake.done).toBe(true);
  });
});
