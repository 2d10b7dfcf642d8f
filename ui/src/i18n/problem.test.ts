import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { formatFailure } from "../api/client";
import { words } from "./en";
import { chat } from "./en/chat";
import { chooseLanguage } from "./index";
import type { Spoken } from "./messages";

/** The first screen's words, and those of the chat, which has codes of its own. */
const en: Record<string, string> = { ...words, ...chat };
const others = import.meta.glob<Spoken>(["./*/index.ts", "!./en/index.ts"], { eager: true });
const spoken = [en, ...Object.values(others).map(({ words }) => words)];

/** Every code that the API's document names. */
const codes =
  readFileSync(new URL("../api/schema.d.ts", import.meta.url), "utf8")
    .match(/^ {12}code: ("\w+"(?: \| "\w+")*);$/m)?.[1]
    .split(" | ")
    .map((code) => JSON.parse(code)) ?? [];

describe("why the server refuses something", () => {
  it("has a code in the document", () => {
    expect(codes).toContain("no_such_lobby");
    expect(codes.length).toBeGreaterThan(30);
  });

  it.each(codes)("%s is said in every language, and in no other words", (code) => {
    const said = spoken.map((words) => words[`problem.${code}`]);
    for (const words of said) expect(words).toMatch(/^(.{10,}\.|.{5,}。)$/);
    expect(new Set(said).size).toBe(spoken.length);
  });

  it("has no words for codes that there are not", () => {
    const known = Object.keys(en).filter((key) => key.startsWith("problem."));
    expect(known.sort()).toEqual(codes.map((code) => `problem.${code}`).sort());
  });

  it("is said in the page's language, whatever the server wrote", async () => {
    const failure = {
      kind: "refused",
      status: 401,
      code: "no_session",
      detail: "Nobody knows yet who you are: name yourself first, with PUT /api/me.",
    } as const;
    expect(formatFailure(failure)).toContain("Allow cookies for this site");
    vi.stubGlobal("document", { documentElement: {} });
    await chooseLanguage("es");
    expect(formatFailure(failure)).toContain("Permite las cookies de este sitio");
    await chooseLanguage("en");
    vi.unstubAllGlobals();
  });

  it("names the line that is wrong", () => {
    const detail = "series 2 has 2 prompts, not 3";
    expect(formatFailure({ kind: "refused", status: 422, code: "invalid", detail })).toContain(
      detail,
    );
  });

  it("is in the server's words alone only where this page doesn't know the code", () => {
    const newer = { kind: "refused", status: 409, code: "too_new", detail: "A newer reason." };
    expect(formatFailure(newer as never)).toBe("A newer reason.");
  });
});
