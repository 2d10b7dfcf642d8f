import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { keyActions, strokeActions } from "./actions";
import { type Bidi, connectBidi } from "./bidi";
import { downloadInto } from "./downloads";
import { recordErrors, recordedErrors } from "./errors";
import { type Engine, run, type Tab, window } from "./tab";

/**
 * Preferences that turn off requests to the network, in addition to those that a driven Firefox sets itself. All
 * downloads go to one folder: a folder per tab needs a newer Firefox than Debian's.
 */
const preferencesFor = (downloads: string) => ({
  "app.normandy.enabled": false,
  "browser.download.dir": downloads,
  "browser.download.folderList": 2, // the folder above
  "browser.safebrowsing.downloads.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.systemAddon.update.enabled": false,
  "intl.accept_languages": "en-US",
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
});

/** Starts Firefox without a window. Each tab has its own container. */
export async function startFirefox(path: string): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-firefox-"));
  const downloads = join(folder, "downloads");
  await mkdir(downloads);
  const lines = Object.entries(preferencesFor(downloads)).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(folder, "user.js"), lines.join("\n"));
  const firefox = spawn(
    path,
    ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", folder],
    // As root, Firefox needs a home that root owns.
    { env: { ...process.env, HOME: folder, MOZ_CRASHREPORTER_DISABLE: "1" } },
  );
  const exited = once(firefox, "exit");
  const bidi = await connectBidi(`${await addressOf(firefox)}/session`);
  await bidi.send("session.new", { capabilities: {} });
  return {
    newTab: () => newTab(bidi, downloads),
    async close() {
      bidi.close();
      firefox.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The address that it listens on, which it prints at the start. */
function addressOf(firefox: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    const said: string[] = [];
    firefox.stdout?.resume();
    if (firefox.stderr)
      createInterface(firefox.stderr).on("line", (line) => {
        said.push(line);
        const address = line.match(/WebDriver BiDi listening on (ws:\S+)/)?.[1];
        if (address) found(address);
      });
    firefox.once("error", failed);
    firefox.once("exit", () => failed(new Error(`Firefox did not start:\n${said.join("\n")}`)));
  });
}

type Evaluated = {
  type: "success" | "exception";
  result: { value?: string };
  exceptionDetails: { text: string };
};

async function newTab(bidi: Bidi, downloads: string): Promise<Tab> {
  const { userContext } = await bidi.send<{ userContext: string }>("browser.createUserContext");
  const { context } = await bidi.send<{ context: string }>("browsingContext.create", {
    type: "window",
    userContext,
  });
  await bidi.send("browsingContext.setViewport", { context, viewport: window });
  await bidi.send("script.addPreloadScript", {
    functionDeclaration: String(recordErrors),
    contexts: [context],
  });

  const act = (actions: object[]) => bidi.send("input.performActions", { context, actions });
  const tab: Tab = {
    async open(url) {
      await bidi.send("browsingContext.navigate", { context, url, wait: "complete" });
    },
    async reload() {
      await bidi.send("browsingContext.reload", { context, wait: "complete" });
    },
    async evaluate(expression) {
      const { type, result, exceptionDetails } = await bidi.send<Evaluated>("script.evaluate", {
        expression: `(async () => JSON.stringify(await (${expression})))()`,
        target: { context },
        awaitPromise: true,
      });
      if (type === "exception") throw new Error(exceptionDetails.text);
      return result.value === undefined ? undefined : JSON.parse(result.value);
    },
    async stroke(held, places) {
      await act(strokeActions(held, places));
    },
    async key(keys) {
      await act(keyActions(keys));
    },
    download: (start) => downloadInto(downloads, start),
    async picture() {
      const { data } = await bidi.send<{ data: string }>("browsingContext.captureScreenshot", {
        context,
      });
      return Buffer.from(data, "base64");
    },
    errors: () => run(tab, recordedErrors),
    async close() {
      await bidi.send("browser.removeUserContext", { userContext });
    },
  };
  return tab;
}
