import { readdirSync } from "node:fs";
import { join } from "node:path";
import { admin } from "../src/i18n/en/admin";
import { chat } from "../src/i18n/en/chat";
import { download } from "../src/i18n/en/download";
import { embed } from "../src/i18n/en/embed";
import { gallery } from "../src/i18n/en/gallery";
import { ghost } from "../src/i18n/en/ghost";
import { host } from "../src/i18n/en/host";
import { words as first } from "../src/i18n/en/index";
import { more } from "../src/i18n/en/more";
import { obstacle } from "../src/i18n/en/obstacle";
import { reveal } from "../src/i18n/en/reveal";
import { settings } from "../src/i18n/en/settings";
import { wall } from "../src/i18n/en/wall";

const i18n = join(import.meta.dirname, "../src/i18n");

/** The tags of the page's languages. */
export const languages = readdirSync(i18n, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

type Words = Record<string, string>;

const spoken: Record<string, Words> = {};
for (const tag of languages) {
  if (tag === "en") continue;
  const [players, operator] = await Promise.all([
    import(`../src/i18n/${tag}/index.ts`),
    import(`../src/i18n/${tag}/admin.ts`),
  ]);
  spoken[tag] = { ...players.words, ...operator.admin };
}
spoken.en = {
  ...first,
  ...more,
  ...obstacle,
  ...reveal,
  ...chat,
  ...download,
  ...embed,
  ...gallery,
  ...ghost,
  ...host,
  ...settings,
  ...wall,
  ...admin,
};

/** What the page says in a language, with its values put in. */
export function say(tag: string, key: string, values: Record<string, string | number> = {}) {
  return spoken[tag][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}

/** The English texts that a page in another language must not show. */
export function englishBut(tag: string): string[] {
  const own = new Set(Object.values(spoken[tag]));
  return Object.values(spoken.en).filter((text) => !own.has(text));
}
