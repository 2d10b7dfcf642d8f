/** What the page's scripts may weigh; a build that weighs more fails. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, Rollup } from "vite";

/** KB of JavaScript, gzipped, of what is fetched for an address, by the source of its view. */
const budgets: Record<string, number> = {
  "index.html": 29,
  "src/lobby/lobbyPage.tsx": 54,
  "src/wall/wallPage.tsx": 75,
  "src/quick/quickPage.tsx": 47,
  "src/room/roomPage.tsx": 81,
  "src/reveal/revealPage.tsx": 67,
  "src/games/gamesPage.tsx": 45,
};

/** The first screen in any language: with the words of one, which English has in the page itself. */
const FIRST = 40;

/** The whole game, from the first screen to the reveal. */
const GAME = 100;
const i18n = "src/i18n";
const game = ["src/lobby/lobbyPage.tsx", "src/room/roomPage.tsx", "src/reveal/revealPage.tsx"];

/** An embedded replay: what its document fetches, and with what plays. */
const EMBED = { first: 1.8, all: 18 };

export function budget(): Plugin {
  return {
    name: "budget",
    generateBundle(_, bundle) {
      const chunks = chunksOf(bundle);
      const named = (source: string) =>
        chunks.find(({ facadeModuleId }) => facadeModuleId === join(import.meta.dirname, source));
      const weigh = (...sources: string[]) => {
        const entries = ["index.html", ...sources].map(
          (source) => named(source) ?? this.error(`no chunk of ${source}`),
        );
        return weightOf(withImports(entries, chunks));
      };
      for (const [source, limit] of Object.entries(budgets))
        check(this, source, weigh(source), limit);
      check(this, "the whole game", weigh(...game), GAME);
      for (const { name } of readdirSync(join(import.meta.dirname, i18n), {
        withFileTypes: true,
      })) {
        const words = `${i18n}/${name}/index.ts`;
        if (named(words)) check(this, `the first screen in ${name}`, weigh(words), FIRST);
      }
    },
  };
}

/** The budget of the embedded replay's own build. */
export function embedBudget(): Plugin {
  return {
    name: "embed-budget",
    generateBundle(_, bundle) {
      const chunks = chunksOf(bundle);
      const entries = chunks.filter(({ isEntry }) => isEntry);
      check(this, "the embed", weightOf(withImports(entries, chunks)), EMBED.first);
      check(this, "the embed while it plays", weightOf(chunks), EMBED.all);
    },
  };
}

function chunksOf(bundle: Rollup.OutputBundle): Rollup.OutputChunk[] {
  return Object.values(bundle).filter((file) => file.type === "chunk");
}

/** Chunks with all that they import at once. */
function withImports(
  entries: Rollup.OutputChunk[],
  chunks: Rollup.OutputChunk[],
): Iterable<Rollup.OutputChunk> {
  const files = new Set<Rollup.OutputChunk>();
  const take = (chunk: Rollup.OutputChunk | undefined) => {
    if (!chunk || files.has(chunk)) return;
    files.add(chunk);
    for (const name of chunk.imports) take(chunks.find(({ fileName }) => fileName === name));
  };
  entries.forEach(take);
  return files;
}

/** KB, gzipped. */
function weightOf(chunks: Iterable<Rollup.OutputChunk>): number {
  return [...chunks].reduce((sum, { code }) => sum + gzipSync(code).length, 0) / 1000;
}

function check(build: Rollup.PluginContext, what: string, weight: number, limit: number): void {
  if (weight > limit)
    build.error(`${what} weighs ${weight.toFixed(1)} KB of script; its budget is ${limit} KB`);
}
