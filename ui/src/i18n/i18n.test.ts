import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatLanguage, languages, pickLanguage } from "./index";
import type { Spoken } from "./messages";

type Words = Record<string, string>;

/** All English words, whichever view fetches them. */
const en: Words = Object.assign(
  {},
  ...Object.values(
    import.meta.glob<Record<string, Words>>(["./en/*.ts", "!./en/index.ts", "!./en/names.ts"], {
      eager: true,
    }),
  ).flatMap((part) => Object.values(part)),
);
const spoken = import.meta.glob<Spoken>("./*/index.ts", { eager: true });
const operators = import.meta.glob<Words>("./*/admin.ts", {
  eager: true,
  import: "admin",
});
const translations = languages
  .slice(1)
  .map((tag): [string, Words] => [
    tag,
    { ...spoken[`./${tag}/index.ts`].words, ...operators[`./${tag}/admin.ts`] },
  ]);

describe("pickLanguage", () => {
  it.each([
    [[null, "es-MX", "en"], "es"],
    [["en", "es"], "en"],
    [[null, "tlh-QO", "es"], "es"],
    [[null, "tlh"], "en"],
    [["pt-PT", "es"], "pt-BR"],
    [["zh-CN"], "zh-Hans"],
    [["gone", "es"], "es"],
    [[], "en"],
  ])("of %j takes %s", (wished, language) => {
    expect(pickLanguage(wished)).toBe(language);
  });
});

it("calls a language by its own name", () => {
  expect(["en", "es", "pt-BR", "zh-Hans"].map(formatLanguage)).toEqual([
    "English",
    "Español",
    "Português",
    "简体中文",
  ]);
});

const values = (message: string) => [...message.matchAll(/\{\w+\}/g)].map(String).sort();

describe.each(translations)("the words in %s", (language, words) => {
  const formOf = /\.(zero|one|two|few|many|other)$/;
  const counted = Object.keys(en).filter((key) => key.endsWith(".other"));
  const stems = counted.map((key) => key.replace(formOf, ""));
  const isForm = (key: string) => formOf.test(key) && stems.includes(key.replace(formOf, ""));

  it("are there for every key, and for no other", () => {
    const keysOf = (words: object) => Object.keys(words).filter((key) => !isForm(key));
    expect(keysOf(words).sort()).toEqual(keysOf(en).sort());
  });

  it("ask for the same values as the English ones", () => {
    for (const [key, message] of Object.entries(words)) {
      const english = en[isForm(key) ? key.replace(formOf, ".other") : key];
      expect([key, values(message)]).toEqual([key, values(english)]);
    }
  });

  it("stress as much as the English ones, and have no space too many", () => {
    for (const [key, message] of Object.entries(words)) {
      const english = en[key] ?? "";
      expect([key, message.split("**").length]).toEqual([key, english.split("**").length]);
      expect([key, message]).toEqual([key, message.trim().replaceAll("  ", " ")]);
    }
  });

  it("have the plural forms that counts up to a thousand take, and no others", () => {
    const rules = new Intl.PluralRules(language);
    const needed = new Set(Array.from({ length: 1001 }, (_, n) => rules.select(n)));
    needed.add("other");
    for (const stem of stems) {
      const forms = Object.keys(words).filter((key) => isForm(key) && key.startsWith(`${stem}.`));
      expect(forms.sort()).toEqual([...needed].map((form) => `${stem}.${form}`).sort());
    }
  });

  it("include those that the server writes into the page", () => {
    const read = (tag: string) =>
      JSON.parse(readFileSync(new URL(`./${tag}/server.json`, import.meta.url), "utf8"));
    const [own, english] = [read(language), read("en")];
    expect(Object.keys(own)).toEqual(Object.keys(english));
    for (const [key, message] of Object.entries<string>(own)) {
      expect([key, values(message)]).toEqual([key, values(english[key])]);
      expect(message.match(/<[^>]+>/g)).toEqual(english[key].match(/<[^>]+>/g));
    }
  });
});

it("the page has English words for what the server writes into it", () => {
  const page = readFileSync(new URL("../../index.html", import.meta.url), "utf8");
  const english = readFileSync(new URL("./en/server.json", import.meta.url), "utf8");
  const { description, noScript, late } = JSON.parse(english);
  for (const text of [description, noScript, late]) expect(page).toContain(text);
});
