import { defineConfig } from "@playwright/test";

/**
 * Windows that nobody sees have no address bar: each would start two more processes for what drops
 * down below it. Of such switches the last one counts, so the rest is what Playwright switches off.
 */
const unused = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "AimEnabled",
  "AvoidCORSURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];

/**
 * The whole thing, for real: the built binary on a Postgres of its own, a model that speaks OpenAI's API, and
 * people in a Chromium. `make test-e2e` finds the browser.
 */
export default defineConfig({
  testDir: "e2e",
  fullyParallel: false,
  workers: 2, // a third would leave games of ten seconds too little of two processors
  timeout: 480_000,
  expect: { timeout: 30_000 }, // a busy machine takes its time
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: [["list"], ["./e2e/reasons.ts"]],
  use: {
    actionTimeout: 30_000,
    serviceWorkers: "block", // tests that change answers would miss those that a worker fetches
    // To record slows each page down, and nobody opens the traces of CI.
    trace: process.env.CI ? "off" : { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      executablePath: process.env.CHROMIUM || undefined,
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        `--disable-features=${unused.join()}`,
      ],
    },
  },
  projects: [
    {
      name: "test",
      testMatch: "*.spec.ts",
      testIgnore: "engines/*",
      // Chromium composes what moves in software: with motion the tests take twice as long. A whole game has it.
      use: { contextOptions: { reducedMotion: "reduce" } },
    },
    { name: "engines", testMatch: "engines/*.spec.ts", expect: { timeout: 60_000 } },
    // Not tests: they write the README's pictures, the home page's recording and the icons of home screens (`make
    // screenshots example icons`), and print what the page takes (`make figures`).
    { name: "screenshots", testMatch: "screenshots.ts" },
    { name: "icons", testMatch: "icons.ts" },
    { name: "example", testMatch: "example.ts" },
    // To record a page slows it down.
    { name: "figures", testMatch: "figures.ts", use: { trace: "off" } },
  ],
});
