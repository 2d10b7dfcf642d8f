/**
 * Builds what a browser keeps for when there is no network: the offline page, which is index.html
 * with a mark, and the service worker with the list of that page's files.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Plugin, type Rollup, transformWithOxc } from "vite";

const source = (path: string) => join(import.meta.dirname, path);
const WORKER = source("src/offline/worker.ts");

/** The sources of the offline page: the page's own, that view, its sheet, and every language. */
const isOffline = (id: string) =>
  ["index.html", "src/offline/offlinePage.tsx", "src/room/warmUp/warmUpSheet.tsx"].some(
    (path) => id === source(path),
  ) || /\/src\/i18n\/[\w-]+\/index\.ts$/.test(id);

export function offline(): Plugin {
  return {
    name: "offline",
    enforce: "post",
    generateBundle: {
      order: "post",
      async handler(_, bundle) {
        const page = bundle["index.html"];
        if (page?.type !== "asset") this.error("no index.html");
        const html = String(page.source).replace("<html ", "<html data-offline ");
        const files = ["favicon.svg", "offline.html", ...filesOf(bundle)].sort();
        const version = createHash("sha256").update(html).update(files.join()).digest("hex");
        const { code } = await transformWithOxc(readFileSync(WORKER, "utf8"), WORKER);
        // As a plain script it runs in every browser, and a module only for the types.
        const script = code.replace(/^export \{\s*\};?$/m, "");
        const known = `const CACHE = "tandem-${version.slice(0, 8)}", FILES = ${JSON.stringify(files)};`;
        this.emitFile({ type: "asset", fileName: "offline.html", source: html });
        this.emitFile({ type: "asset", fileName: "sw.js", source: `${known}\n${script}` });
      },
    },
  };
}

/** The scripts and styles of the offline page, by their names. */
function filesOf(bundle: Rollup.OutputBundle): Iterable<string> {
  const files = new Set<string>();
  const take = (name: string) => {
    const chunk = bundle[name];
    if (files.has(name) || chunk?.type !== "chunk") return;
    files.add(name);
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
    for (const imported of chunk.imports) take(imported);
  };
  for (const chunk of Object.values(bundle)) {
    if (chunk.type === "chunk" && chunk.facadeModuleId && isOffline(chunk.facadeModuleId))
      take(chunk.fileName);
  }
  return files;
}
