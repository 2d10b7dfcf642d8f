import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { startModel } from "./model";
import { type Postgres, postgresPrograms, startPostgres } from "./postgres";

/** A running Tandem: the built binary with a private Postgres in its own folder. */
export type Tandem = {
  url: string;
  adminToken: string;
  modelAsked: () => number;
  log: () => string;
  /** kill -9. */
  kill: () => Promise<void>;
  /** SIGSTOP: its connections stay open, and new ones hang. */
  freeze: () => void;
  /** SIGCONT. */
  thaw: () => void;
  /** SIGTERM, and waits for a clean shutdown. */
  end: () => Promise<void>;
  /** Starts it again on the same data and port. Resolves once it is ready. */
  start: () => Promise<void>;
};

const adminToken = "a-token-for-tests-only";

/** A free port below those that systems give to outgoing connections, so that none takes it meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const isFree = await new Promise((decided) => {
      server.once("error", () => decided(false));
      server.listen(port, "127.0.0.1", () => decided(true));
    });
    if (!isFree) continue;
    await new Promise((closed) => server.close(closed));
    return port;
  }
}

async function ready(url: string, died: Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 60_000;
  const dead = died.then(() => {
    throw new Error("tandem exited before it was ready");
  });
  for (;;) {
    const response = await Promise.race([fetch(`${url}/readyz`).catch(() => undefined), dead]);
    if (response?.ok) return;
    if (Date.now() > deadline) throw new Error(`tandem is not ready at ${url}`);
    await Promise.race([new Promise((retry) => setTimeout(retry, 100)), dead]);
  }
}

/** `below` is the path of its PUBLIC_URL, such as "/tandem". */
export async function startTandem(
  environment: NodeJS.ProcessEnv = {},
  below = "",
): Promise<Tandem & { stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-e2e-"));
  await chmod(folder, 0o755); // under root, Postgres runs as another user, which must reach its data
  const model = await startModel();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const lines: string[] = [];
  let end = async (_: NodeJS.Signals) => {};
  let signal = (_: NodeJS.Signals) => {};
  async function start(): Promise<void> {
    const child = spawn(join(import.meta.dirname, "../../bin/tandem"), ["serve"], {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        ADDR: `127.0.0.1:${port}`,
        DATA_DIR: folder,
        DATABASE_URL: process.env.TEST_DATABASE_URL,
        ADMIN_TOKEN: adminToken,
        OPENAI_API_KEY: "a-key-for-tests-only",
        OPENAI_BASE_URL: model.url,
        PUBLIC_URL: below && url + below,
        ...environment,
      },
    });
    for (const stream of [child.stdout, child.stderr])
      createInterface(stream).on("line", (line) => lines.push(line));
    const exited = once(child, "exit");
    signal = (name) => child.kill(name);
    end = async (signal) => {
      child.kill(signal);
      await exited;
    };
    try {
      await ready(url, exited);
    } catch (cause) {
      child.kill("SIGKILL");
      throw new Error(`${cause}\n${lines.join("\n")}`);
    }
  }

  await start();
  return {
    url,
    adminToken,
    modelAsked: model.asked,
    log: () => lines.join("\n"),
    kill: () => end("SIGKILL"),
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    end: () => end("SIGTERM"),
    start,
    stop: async () => {
      await end("SIGTERM");
      await model.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Opens a page for a new player, in a browser profile of its own. */
export type Join = (name: string, options?: BrowserContextOptions) => Promise<Page>;

type Shared = {
  /** Additional environment variables for Tandem; `undefined` removes one. */
  environment: NodeJS.ProcessEnv;
  /** Whether the test gets its own Postgres, which it may stop and start. */
  ownPostgres: boolean;
  /** That Postgres; undefined if its programs are not installed. */
  postgres: Postgres | undefined;
  tandem: Tandem;
};

export const test = base.extend<{ join: Join }, Shared>({
  environment: [{}, { option: true, scope: "worker" }],
  ownPostgres: [false, { option: true, scope: "worker" }],
  postgres: [
    async ({ ownPostgres }, use) => {
      const programs = ownPostgres ? await postgresPrograms() : undefined;
      const postgres = programs ? await startPostgres(programs) : undefined;
      await use(postgres);
      await postgres?.remove();
    },
    { scope: "worker", timeout: 30_000 },
  ],
  tandem: [
    async ({ environment, postgres }, use) => {
      const database = postgres ? { DATABASE_URL: postgres.url } : {};
      const tandem = await startTandem({ ...database, ...environment });
      await use(tandem);
      await tandem.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  join: async ({ browser, tandem }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (name, options) => {
      const { baseURL = tandem.url } = options ?? {};
      const context = await browser.newContext({ ...options, baseURL });
      contexts.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => {
        throw new Error(`${name}'s page: ${error.message}`);
      });
      await page.request.put("/api/me", { data: { name }, headers: { Origin: baseURL } });
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect };
