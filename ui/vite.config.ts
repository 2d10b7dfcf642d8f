import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

// Where `make run` serves the API; `npm run dev` passes /api on to it.
const backend = process.env.TANDEM_URL ?? "http://localhost:8080";

export default defineConfig({
  plugins: [preact()],
  server: { proxy: { "/api": { target: backend, ws: true, changeOrigin: false } } },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    // Which files belong to which view: the server tells the browser ahead of the page.
    manifest: "views.json",
    // Every asset is a file of its own, hashed and cached for good.
    assetsInlineLimit: 0,
  },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
