import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { moreIcons } from "./design/icons/moreIcons";
import { more } from "./i18n/en/more";

const source = import.meta.dirname;

/** The files that are fetched for a source, which are those that it imports, and so on. */
function filesOf(path: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(path)) return found;
  const text = readFileSync(path, "utf8");
  found.set(path, text);
  for (const [, name] of text.matchAll(/^(?:import|export)(?! type)[^;]*?"(\.[^"]+)";$/gm)) {
    const base = join(dirname(path), name);
    const file = [`${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find(existsSync);
    if (file) filesOf(file, found);
  }
  return found;
}

const first = filesOf(join(source, "main.tsx"));

describe("the first screen", () => {
  it("does not fetch what only other views need", () => {
    const needless = [...first.keys()].filter((path) => /more(Icons)?\.ts$|otherViews/.test(path));
    expect(needless).toEqual([]);
  });

  it.each([...first])("has the words and icons of %s", (_, text) => {
    const later = Object.keys(more).flatMap((key) => [key, key.replace(/\.\w+$/, "")]);
    const words = [...text.matchAll(/\btn?\(([^()]*)/g)].flatMap(([, values]) => quoted(values));
    const icons = [...text.matchAll(/\b(?:icon|<Icon name)=("\w+"|\{[^}]*\})/g)].flatMap(
      ([, value]) => quoted(value),
    );
    expect(words.filter((word) => later.includes(word))).toEqual([]);
    expect(icons.filter((icon) => icon in moreIcons)).toEqual([]);
  });
});

function quoted(text: string): string[] {
  return [...text.matchAll(/"([^"]+)"/g)].map(([, word]) => word);
}

const views = ["app.tsx", "admin/adminViews.tsx"].flatMap((file) => {
  const imports = readFileSync(join(source, file), "utf8").matchAll(/import\("(\.[^"]+)"\)/g);
  return [...imports].map(([, view]) => join(dirname(file), view));
});

it.each(views)("%s has the other words and icons", (view) => {
  const files = filesOf(join(source, `${view}.tsx`));
  expect([...files.keys()]).toContain(join(source, "page/otherViews.ts"));
  const replays = [...files.values()].some((text) => /\btn?\(\s*["`]reveal\./.test(text));
  expect(files.has(join(source, "replay/words.ts"))).toBe(replays);
});
