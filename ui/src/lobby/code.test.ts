import { describe, expect, it } from "vitest";
import { findCode } from "./code";

describe("findCode", () => {
  it.each([
    ["plum-kite-otter", "plum-kite-otter"],
    ["  Plum kite  OTTER ", "plum-kite-otter"],
    ["plum, kite, otter.", "plum-kite-otter"],
    ["plumkiteotter", "plumkiteotter"],
    ["plumkite otter", "plumkite-otter"],
    ["https://tandem.example/l/plum-kite-otter", "plum-kite-otter"],
    ["http://192.168.0.7:8080/l/plum-kite-otter?from=qr#top", "plum-kite-otter"],
    ["tandem.example/l/plum-kite-otter/", "plum-kite-otter"],
  ])("finds the code in %j", (typed, code) => {
    expect(findCode(typed)).toBe(code);
  });

  it.each(["", "plum-kite", "plum kite otter fox", "https://tandem.example/"])(
    "finds none in %j",
    (typed) => {
      expect(findCode(typed)).toBeNull();
    },
  );
});
