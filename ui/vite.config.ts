import preact from "@preact/preset-vite";
import { defineConfig } from "vite";
import { budget } from "./budget";
import { embedFrame } from "./embedFrame";
import { manifests } from "./manifests";
import { offline } from "./offline";

// Where `make run` serves the API; `npm run dev` passes /api on to it.
const backend = process.env.TANDEM_URL ?? "http://localhost:8080";

const shared =
  /\/src\/(api|browser|design\/(?!icons\/chatIcons)|i18n\/(\w+\.ts|en\/(?!admin|chat|download|embed|gallery|host|obstacle|reveal|settings|wall))|me|page\/(?!obstacleText|settings)|ink\/palette)/;

export default defineConfig({
  // The page's files are found from its <base>, and from each other: Tandem may be below a path.
  base: "./",
  plugins: [preact(), budget(), manifests(), offline(), embedFrame()],
  server: { proxy: { "/api": { target: backend, ws: true, changeOrigin: false } } },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    // Which files belong to which view: the server tells the browser ahead of the page.
    manifest: "views.json",
    // Every asset is a file of its own, hashed and cached for good.
    assetsInlineLimit: 0,
    // What several views share comes in a few files: each file costs a slow phone a request, and 20 ms of its page.
    rolldownOptions: {
      output: {
        // V8 compiles the first screen's functions while they are fetched, not one by one as they are called.
        postBanner: ({ name }) => (name === "first" ? "//# allFunctionsCalledOnLoad" : ""),
        codeSplitting: {
          groups: [
            // Of these folders, what the first screen needs, and what the other views share.
            {
              name: "first",
              tags: ["$initial"],
              test: (id) => shared.test(id) || id.includes("/node_modules/"),
            },
            { name: "shared", test: shared },
            {
              name: "match",
              test: /\/src\/(match\/|sound\/sound(Switch)?\.|room\/warmUp\/warmUp\.)/,
            },
            {
              name: "ink",
              test: /\/src\/(ink\/|room\/canvas\/painter|room\/line\/entry|room\/reactions)/,
            },
          ],
        },
      },
    },
  },
  // A worker fetches what it needs in parts, as the page does.
  worker: { format: "es" },
});
