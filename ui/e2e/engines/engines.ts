import { writeFile } from "node:fs/promises";
import { test as base, expect } from "../tandem";
import { chromiumOf } from "./chromium";
import { startFirefox } from "./firefox";
import { type Player, playerAt } from "./player";
import type { Engine, Tab } from "./tab";
import { startWebKit } from "./webkit";

export type EngineName = "Chromium" | "Firefox" | "WebKit";

/** Opens a player in a new tab of an engine. `url` is Tandem's, unless there is a cable in between. */
type Enter = (engine: EngineName, name: string, url?: string) => Promise<Player>;

type Shared = {
  /** Returns an engine, and starts it at the first call. */
  engine: (name: EngineName) => Promise<Engine>;
};

const { FIREFOX, WEBKIT } = process.env;

/** Whether this machine has an engine. If not, `find-browser.sh` has printed so. */
export const has = (engine: EngineName): boolean =>
  Boolean({ Chromium: true, Firefox: FIREFOX, WebKit: WEBKIT }[engine]);

export const test = base.extend<{ enter: Enter }, Shared>({
  engine: [
    async ({ browser }, use) => {
      const started = new Map<EngineName, Promise<Engine>>();
      const start: Record<EngineName, () => Promise<Engine>> = {
        Chromium: async () => chromiumOf(browser),
        Firefox: () => startFirefox(FIREFOX ?? ""),
        WebKit: () => startWebKit(WEBKIT ?? ""),
      };
      await use((name) => {
        const engine = started.get(name) ?? start[name]();
        started.set(name, engine);
        return engine;
      });
      for (const engine of started.values()) await (await engine).close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  enter: async ({ engine, tandem }, use, test) => {
    const tabs = new Map<string, Tab>();
    await use(async (engineName, name, url = tandem.url) => {
      const tab = await (await engine(engineName)).newTab();
      tabs.set(`${name} in ${engineName}`, tab);
      return playerAt(tab, name, url);
    });
    const failed = test.status !== test.expectedStatus;
    for (const [who, tab] of tabs) {
      if (failed) await writeFile(test.outputPath(`${who}.png`), await tab.picture());
      expect.soft(await tab.errors(), `what nothing caught in the page of ${who}`).toEqual([]);
      await tab.close();
    }
  },
});

export { expect };
