/**
 * Builds the web app manifests, one a language: what a phone needs to know to put Tandem on its
 * home screen.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Plugin, runnerImport } from "vite";

const LANGUAGES = join(import.meta.dirname, "src/i18n");

/** The light desk of the look. In the dark, index.html says the page's colour. */
const DESK = "#E5EEDD";

const icons = [
  { src: "/icons/192.png", sizes: "192x192", type: "image/png" },
  { src: "/icons/512.png", sizes: "512x512", type: "image/png" },
  { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
];

type Words = Record<string, string>;

export function manifests(): Plugin {
  return {
    name: "manifests",
    transformIndexHtml: () => [
      { tag: "link", attrs: { rel: "manifest", href: "/manifest.en.webmanifest" } },
    ],
    async generateBundle() {
      for (const entry of readdirSync(LANGUAGES, { withFileTypes: true })) {
        if (!entry.isDirectory()) continue;
        const [home, games] = await Promise.all([
          words(join(LANGUAGES, entry.name, "home.ts")),
          words(join(LANGUAGES, entry.name, "games.ts")),
        ]);
        this.emitFile({
          type: "asset",
          fileName: `manifest.${entry.name}.webmanifest`,
          source: JSON.stringify(manifest(entry.name, home, games)),
        });
      }
    },
  };
}

/** The messages of a file of words, which exports nothing else. */
export async function words(file: string): Promise<Words> {
  const { module } = await runnerImport<Record<string, Words>>(file);
  return Object.values(module)[0];
}

function manifest(language: string, home: Words, games: Words): object {
  return {
    id: "/",
    name: "Tandem",
    short_name: "Tandem",
    description: `${home["home.line1"]} ${home["home.line2"]}`,
    lang: language,
    start_url: "/",
    scope: "/",
    display: "standalone",
    theme_color: DESK,
    background_color: DESK,
    categories: ["games", "entertainment"],
    icons,
    shortcuts: [
      { name: home["home.quick"], url: "/quick" },
      { name: games["games.title"], url: "/games" },
    ],
  };
}
