import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Downloaded } from "./tab";

/** The names of unfinished downloads in Firefox and WebKit. */
const UNFINISHED = /\.(part|wkdownload)$/;

/** The maximum time of a download, in ms: WebKitGTK encodes a video in software, on a machine that may be busy. */
const PATIENCE = 150_000;

/** The file that `start` downloads into a folder, once it is complete. */
export async function downloadInto(
  folder: string,
  start: () => Promise<void>,
): Promise<Downloaded> {
  const before = await readdir(folder);
  await start();
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const names = (await readdir(folder)).filter((name) => !before.includes(name));
    // Firefox reserves a name with an empty file.
    if (names.length > 0 && !names.some((name) => UNFINISHED.test(name))) {
      const file = await readFile(join(folder, names[0]));
      if (file.length > 0) return { name: names[0], file };
    }
    if (Date.now() > deadline) throw new Error(`nothing was downloaded: [${names}]`);
    await new Promise((retry) => setTimeout(retry, 50));
  }
}
