import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ask, formatFailure, isFromProxy, isTemporary } from "./client";
import { beginSession, obstacle } from "./obstacle";

/** An answer as openapi-fetch gives it. */
function answer(status: number, error?: unknown) {
  return Promise.resolve({ error, response: { ok: status < 400, status } as Response });
}

async function failureOf(request: Parameters<typeof ask>[0]) {
  const answered = await ask(request);
  if (answered.ok) throw new Error("it was no failure");
  return answered.failure;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  obstacle.value = null;
});

describe("an obstacle between the page and Tandem", () => {
  it("is the address, where the browser refuses the cookie", async () => {
    const address = "https://draw.example";
    await ask(answer(403, { code: "wrong_address", address }));
    expect(obstacle.value).toEqual({ kind: "wrong_address", address });
  });

  it("is that Tandem takes the page for another site's", async () => {
    await ask(answer(403, { code: "foreign_origin" }));
    expect(obstacle.value).toEqual({ kind: "foreign_origin" });
  });

  it("is a browser without cookies, where a session is gone as soon as it began", async () => {
    await ask(answer(401, { code: "no_session" }));
    expect(obstacle.value).toBeNull(); // there was none
    beginSession();
    await ask(answer(401, { code: "no_session" }));
    expect(obstacle.value).toEqual({ kind: "no_cookies" });
  });

  it("is not that, where the session is gone much later", async () => {
    beginSession();
    vi.advanceTimersByTime(60_000);
    await ask(answer(401, { code: "no_session" }));
    expect(obstacle.value).toBeNull();
  });
});

describe("an answer that is not Tandem's", () => {
  it.each([
    [403, "<html>Blocked</html>"],
    [413, ""],
    [407, undefined],
    [404, { message: "no route" }],
  ])("%s is said to come from between", async (status, body) => {
    const failure = await failureOf(answer(status, body));
    expect(isFromProxy(failure)).toBe(true);
    expect(formatFailure(failure)).toContain(`(${status})`);
  });

  it("is that also where it pretends to be a success", async () => {
    const failure = await failureOf(Promise.reject(new SyntaxError("Unexpected token <")));
    expect(isFromProxy(failure)).toBe(true);
  });

  it.each([502, 503, 504])(
    "%s passes: Tandem is starting again behind its proxy",
    async (status) => {
      const failure = await failureOf(answer(status, "<html>Bad gateway</html>"));
      expect([isFromProxy(failure), isTemporary(failure)]).toEqual([false, true]);
    },
  );

  it("differs from Tandem's own refusal, and from no answer", async () => {
    expect(isFromProxy(await failureOf(answer(404, { code: "no_such_lobby" })))).toBe(false);
    expect(isFromProxy(await failureOf(Promise.reject(new TypeError("fetch"))))).toBe(false);
  });
});

it("asks for drawings in widths that the server makes", () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
  const made = read("./schema.d.ts")
    .match(/\bwidth\?: (\d+(?: \| \d+)+);/)?.[1]
    .split(" | ");
  const asked = readdirSync(new URL("..", import.meta.url), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .flatMap((path) => [...read(`../${path}`).matchAll(/\bdrawing\.png\?width=(\d+)/g)])
    .map(([, width]) => width);
  expect(asked.length).toBeGreaterThan(2);
  for (const width of asked) expect(made).toContain(width);
});
