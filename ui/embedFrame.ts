/**
 * Builds what other sites' pages embed: the script and the styles of a frame with a replay, and
 * embed.json, by which the server writes the frame's document. It is a build of its own, as a frame
 * fetches nothing that it does not show.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin, type Rollup, runnerImport } from "vite";
import { embedBudget } from "./budget";
import { words } from "./manifests";

const source = (path: string) => join(import.meta.dirname, "src", path);

/** The words of the document, by the names that the server knows. */
const documentWords = {
  title: "reveal.title",
  names: "common.and",
  someone: "common.someone",
  play: "reveal.play",
  pause: "reveal.pause",
  replay: "reveal.scrub",
  at: "reveal.at",
  fullScreen: "room.fullScreen",
  open: "embed.open",
  noReplay: "reveal.noReplay",
  gone: "reveal.unknown",
  goneText: "reveal.unknownText",
  away: "error.away.title",
  tryAgain: "common.tryAgain",
} as const;
const wordFiles = ["common", "embed", "reveal", "room"];

export function embedFrame(): Plugin {
  return {
    name: "embed-frame",
    apply: "build",
    async generateBundle() {
      const built = (await build({
        configFile: false,
        root: import.meta.dirname,
        publicDir: false,
        logLevel: "warn",
        // The frame's address has more parts than a file's, and Tandem may live below a path.
        base: "./",
        plugins: [embedBudget()],
        build: {
          write: false,
          target: "es2022",
          modulePreload: false,
          assetsInlineLimit: 0,
          rolldownOptions: { input: source("embed/embed.ts") },
        },
      })) as Rollup.RolldownOutput;
      for (const file of built.output) {
        const content = file.type === "chunk" ? file.code : file.source;
        this.emitFile({ type: "asset", fileName: file.fileName, source: content });
      }
      const named = (end: string) =>
        built.output.map(({ fileName }) => fileName).filter((name) => name.endsWith(end));
      const entry = built.output.find((file) => file.type === "chunk" && file.isEntry);
      const document = {
        script: entry?.fileName,
        styles: named(".css"),
        icons: await icons(),
        words: await wordsByLanguage(),
      };
      this.emitFile({
        type: "asset",
        fileName: "embed.json",
        source: JSON.stringify(document),
      });
    },
  };
}

async function icons(): Promise<Record<string, object>> {
  const [{ module: first }, { module: more }] = await Promise.all([
    runnerImport<typeof import("./src/design/icons/icons")>(source("design/icons/icons.ts")),
    runnerImport<typeof import("./src/design/icons/moreIcons")>(
      source("design/icons/moreIcons.ts"),
    ),
  ]);
  const { fullscreen } = more.moreIcons;
  return { play: first.drawingOf("play"), pause: first.drawingOf("pause"), fullscreen };
}

async function wordsByLanguage(): Promise<Record<string, Record<string, string>>> {
  const languages = readdirSync(source("i18n"), { withFileTypes: true });
  const spoken = languages
    .filter((entry) => entry.isDirectory())
    .map(async ({ name }): Promise<[string, Record<string, string>]> => {
      const files = wordFiles.map((file) => words(source(`i18n/${name}/${file}.ts`)));
      const all: Record<string, string> = Object.assign({}, ...(await Promise.all(files)));
      return [
        name,
        Object.fromEntries(Object.entries(documentWords).map(([word, key]) => [word, all[key]])),
      ];
    });
  return Object.fromEntries(await Promise.all(spoken));
}
