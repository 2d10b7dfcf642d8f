import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { freePort } from "../tandem";
import { keyActions, strokeActions } from "./actions";
import { downloadInto } from "./downloads";
import { recordErrors, recordedErrors } from "./errors";
import { type Engine, run, type Tab, window } from "./tab";
import { beginSession } from "./webdriver";

/** Height of MiniBrowser's bar, in px. */
const BAR = 38;

/** Starts WebKitGTK's MiniBrowser on a virtual screen. Each tab is a separate browser. */
export async function startWebKit(path: string): Promise<Engine> {
  const screen = spawn(
    "Xvfb",
    ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  const [number] = await Promise.race([
    once(screen.stdio[3] as Readable, "data"),
    once(screen, "exit").then(() => Promise.reject(new Error("Xvfb did not start"))),
  ]);
  const display = `:${String(number).trim()}`;
  return {
    newTab: () => newTab(path, display),
    close: () => ended(screen),
  };
}

async function newTab(path: string, display: string): Promise<Tab> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-webkit-"));
  const downloads = join(folder, "downloads");
  await mkdir(downloads);
  await writeFile(join(folder, "user-dirs.dirs"), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  const port = await freePort();
  const driver = spawn(path, [`--port=${port}`], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: display,
      GDK_BACKEND: "x11",
      HOME: folder,
      LANG: "en_US.UTF-8",
      LIBGL_ALWAYS_SOFTWARE: "1",
      WEBKIT_DISABLE_COMPOSITING_MODE: "1", // composed by Mesa's processor code, each frame takes long
      XDG_CACHE_HOME: folder,
      XDG_CONFIG_HOME: folder,
      XDG_DATA_HOME: folder,
    },
  });
  const session = await beginSession(`http://127.0.0.1:${port}`);
  await session.post("window/rect", { ...window, height: window.height + BAR });

  const tab: Tab = {
    async open(url) {
      await session.post("url", { url });
      await run(tab, recordErrors);
    },
    async reload() {
      await session.post("refresh");
      await run(tab, recordErrors);
    },
    async evaluate(expression) {
      const script = `const done = arguments[0];
        (async () => JSON.stringify(await (${expression})))().then(
          (json) => done({ json }), (error) => done({ error: String(error) }));`;
      const { json, error } = (await session.post("execute/async", { script, args: [] })) as {
        json?: string;
        error?: string;
      };
      if (error) throw new Error(error);
      return json === undefined || json === null ? undefined : JSON.parse(json);
    },
    async stroke(held, places) {
      await session.post("actions", { actions: strokeActions(held, places) });
    },
    async key(keys) {
      await session.post("actions", { actions: keyActions(keys) });
    },
    download: (start) => downloadInto(downloads, start),
    picture: async () => Buffer.from((await session.get("screenshot")) as string, "base64"),
    errors: () => run(tab, recordedErrors),
    async close() {
      await session.end();
      await ended(driver);
      await rm(folder, { recursive: true, force: true, maxRetries: 20 }); // its last processes may still write there
    },
  };
  return tab;
}

async function ended(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill();
  await exited;
}
