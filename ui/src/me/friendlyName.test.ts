import { describe, expect, it } from "vitest";
import * as en from "../i18n/en";
import * as es from "../i18n/es";
import type { Spoken } from "../i18n/messages";
import { friendlyName } from "./friendlyName";

const languages = Object.entries(import.meta.glob<Spoken>("../i18n/*/index.ts", { eager: true }));

describe("friendlyName", () => {
  it.each(languages)("gives two words that fit a player's name, of %s", (_, { names }) => {
    for (const [first, second] of names.kinds) {
      for (const a of first.split(" ")) {
        for (const b of second.split(" ")) {
          const name = a + names.between + b;
          expect(name).toMatch(/^(\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+|\p{Script=Han}{4,8})$/u);
          expect(name.length).toBeLessThanOrEqual(24);
        }
      }
    }
  });

  it("uses the first words for the lowest chance and the last for the highest", () => {
    expect(friendlyName(en.names, () => 0)).toBe("Brave Alpaca");
    expect(friendlyName(en.names, () => 0.9999)).toBe("Zesty Yak");
    expect(friendlyName(es.names, () => 0.9999)).toBe("Vicuña Valiente");
  });
});
