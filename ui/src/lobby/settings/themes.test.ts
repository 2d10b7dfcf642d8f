import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { languages } from "../../i18n";
import { themes, translateTheme } from "./themes";

interface Library {
  sets: { key: string; theme: string }[];
}

function themeByKey(language: string): Map<string, number> {
  const file = new URL(`../../../../prompts/library/${language}.json`, import.meta.url);
  const { sets }: Library = JSON.parse(readFileSync(file, "utf8"));
  return new Map(sets.map(({ key, theme }) => [key, themes[language].indexOf(theme)]));
}

describe("the themes a host may choose", () => {
  it("are there in every language of the page", () => {
    expect(Object.keys(themes).sort()).toEqual([...languages].sort());
  });

  it.each(languages)("are those of the library, in the same order, in %s", (language) => {
    expect(new Set(themes[language]).size).toBe(themes.en.length);
    const english = themeByKey("en");
    for (const [key, theme] of themeByKey(language))
      expect([key, theme]).toEqual([key, english.get(key)]);
  });

  it("are said in the prompts' language; own words are left alone", () => {
    expect(translateTheme("Space", "es")).toBe("Espacio");
    expect(translateTheme("Espacio", "en")).toBe("Space");
    expect(translateTheme("the dogs of our street", "es")).toBe("the dogs of our street");
    expect(translateTheme("", "es")).toBe("");
  });
});
