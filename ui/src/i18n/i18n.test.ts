import { describe, expect, it } from "vitest";
import { en as first } from "./en";
import { admin } from "./en/admin";
import { more } from "./en/more";
import { es } from "./es";
import { admin as esAdmin } from "./es/admin";
import { pickLanguage } from "./index";

const en = { ...first, ...more, ...admin };
const translations = { es: { ...es, ...esAdmin } };

describe("pickLanguage", () => {
  it.each([
    [[null, "es-MX", "en"], "es"],
    [["en", "es"], "en"],
    [[null, "de-AT", "es"], "es"],
    [[null, "pt"], "en"],
    [["gone", "es"], "es"],
    [[], "en"],
  ])("of %j takes %s", (wished, language) => {
    expect(pickLanguage(wished)).toBe(language);
  });
});

describe.each(Object.entries(translations))("the words in %s", (language, words) => {
  const values = (message: string) => [...message.matchAll(/\{\w+\}/g)].map(String).sort();

  it("ask for the same values as the English ones", () => {
    for (const [key, message] of Object.entries(en)) {
      expect([key, values(words[key])]).toEqual([key, values(message)]);
    }
  });

  it("have every plural form of the language", () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = Object.keys(en).filter((key) => key.endsWith(".other"));
    for (const key of counted) {
      const stem = key.slice(0, -".other".length);
      // A form that only fractions or millions take may fall back to "other".
      expect(Object.keys(words)).toContain(`${stem}.other`);
      if (forms.includes("one")) expect(Object.keys(words)).toContain(`${stem}.one`);
    }
  });
});
