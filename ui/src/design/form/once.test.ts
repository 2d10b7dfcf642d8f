import { expect, test } from "vitest";
import { openOnce } from "./once";

/** An action that the test ends, and how often it was started. */
function slowAction() {
  let end = (_: "kept" | "lost") => {};
  const action = () => {
    slow.begun++;
    return new Promise<void>((resolve, reject) => {
      end = (how) => (how === "kept" ? resolve() : reject(new Error("lost")));
    });
  };
  const slow = { begun: 0, action, end: (how: "kept" | "lost") => end(how) };
  return slow;
}

test("a second press while the first is under way does nothing", async () => {
  const once = openOnce();
  const slow = slowAction();
  once.run(slow.action);
  once.run(slow.action);
  expect(once.busy.value).toBe(true);
  once.run(slow.action);
  expect(slow.begun).toBe(1);
  slow.end("kept");
  await expect.poll(() => once.busy.value).toBe(false);
  once.run(slow.action);
  expect(slow.begun).toBe(2);
});

test("what takes no time can be done again at once", () => {
  const once = openOnce();
  let done = 0;
  for (const _ of [1, 2]) once.run(() => done++);
  expect(done).toBe(2);
  expect(once.busy.value).toBe(false);
});
