import { describe, expect, it } from "vitest";
import { languages } from "../i18n";
import { friendlyName } from "./friendlyName";

describe("friendlyName", () => {
  it("gives two words that fit a player's name, in every language of the page", () => {
    for (const language of Object.keys(languages) as (keyof typeof languages)[]) {
      for (let i = 0; i < 500; i++) {
        const name = friendlyName(language);
        expect(name).toMatch(/^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$/u);
        expect(name.length).toBeLessThanOrEqual(24);
      }
    }
  });

  it("uses the first words for the lowest chance and the last for the highest", () => {
    expect(friendlyName("en", () => 0)).toBe("Brave Alpaca");
    expect(friendlyName("en", () => 0.9999)).toBe("Zesty Yak");
    expect(friendlyName("es", () => 0.9999)).toBe("Vicuña Valiente");
  });
});
