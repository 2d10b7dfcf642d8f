import { describe, expect, it } from "vitest";
import { firstTooLong, readNames } from "./knownNames";

describe("the names that a host lets in", () => {
  it.each([
    ["", []],
    [" \n\t\n", []],
    ["Mila", ["Mila"]],
    ["Mila\nJonas\r\n\n  Ana   María ", ["Mila", "Jonas", "Ana María"]],
    ["Mila, Jonas;Ada", ["Mila", "Jonas", "Ada"]],
    ["García, Ana\nLópez, Luis", ["García, Ana", "López, Luis"]],
    ["Mila\tJonas", ["Mila", "Jonas"]],
    ["Mila\nMILA\nÅsa\nA\u030Asa", ["Mila", "Åsa"]],
  ])("are read from %j", (text, names) => {
    expect(readNames(text)).toEqual(names);
  });

  it("are told when one is too long", () => {
    expect(firstTooLong(["Mila", "x".repeat(24), "🙂".repeat(24)])).toBeUndefined();
    expect(firstTooLong(["Mila", "x".repeat(25)])).toBe("x".repeat(25));
  });
});
