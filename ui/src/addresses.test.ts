import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** A literal that begins at the host's root: "/quick", `/api/games/${id}`, "/". */
const fromRoot = /(["'`])\/(?=\1|[?#$]|[a-z][\w-]*(?:\1|[/?#.$]))/;

/**
 * What is before a literal that is no address: the key of a path in the API's schema, in front of
 * which the client puts "."; a route, which begins at home.
 */
const noAddress = /(\bapi\.[A-Z]+\(|<Route path=|\bpath\.startsWith\(|\.split\(|\bpath:)\s*$/;

/**
 * Addresses of Tandem's own have no slash in front and are resolved against the page's <base>
 * (browser/home.tsx): so none leads out of the path below which Tandem may be hosted.
 */
it("has no address from the root of the host", () => {
  const wrong = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(tsx?|css)$/.test(file) && !/\.(test|fixture)\.|schema\.d\.ts$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(import.meta.dirname, file), "utf8");
      const lines = text.split("\n").map((line) => line.replace(/^\s*(\/?\*|\/\/).*/, ""));
      return lines
        .filter((line, i) => {
          const [before] = line.split(fromRoot);
          const isRoot = fromRoot.test(line) && !noAddress.test(`${lines[i - 1] ?? ""}${before}`);
          return isRoot || /url\(\s*\//.test(line) || /, location(\.href)?\)/.test(line);
        })
        .map((line) => `${file}: ${line.trim()}`);
    })
    .filter((line) => !line.startsWith("offline/worker.ts")); // it has no <base>, and is where Tandem begins
  expect(wrong).toEqual([]);
});
