import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { promptLanguages, themes, translateTheme } from "./themes";

describe("the themes a host may choose", () => {
  it.each(Object.keys(promptLanguages) as (keyof typeof promptLanguages)[])(
    "are those of the library in %s",
    (language) => {
      const file = new URL(`../../../../prompts/library/${language}.json`, import.meta.url);
      const library: { sets: { theme: string }[] } = JSON.parse(readFileSync(file, "utf8"));
      expect(new Set(themes[language])).toEqual(new Set(library.sets.map((set) => set.theme)));
    },
  );

  it("are said in the prompts' language; own words are left alone", () => {
    expect(translateTheme("Space", "es")).toBe("Espacio");
    expect(translateTheme("Espacio", "en")).toBe("Space");
    expect(translateTheme("the dogs of our street", "es")).toBe("the dogs of our street");
    expect(translateTheme("", "es")).toBe("");
  });
});
