import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, chmod, chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A Postgres that a test may stop and start, with all its durability settings on. */
export type Postgres = {
  url: string;
  /** Stops it and closes its sessions, as a restart by the operator does. */
  stop: () => Promise<void>;
  /** Starts it again on the same data. Resolves once it accepts connections. */
  start: () => Promise<void>;
  /** Stops it and removes its data. */
  remove: () => Promise<void>;
};

/** Folders with a folder per version, where installations put programs that are not in PATH. */
const installs = [
  "/usr/lib/postgresql",
  "/opt/homebrew/opt",
  "/usr/local/opt",
  "/Applications/Postgres.app/Contents/Versions",
];

/** The folder of the programs `initdb` and `postgres`; undefined where none are installed. */
export async function postgresPrograms(): Promise<string | undefined> {
  const folders = process.env.PG_BIN
    ? [process.env.PG_BIN]
    : [...(process.env.PATH ?? "").split(delimiter), ...(await installed())];
  for (const folder of folders) {
    const programs = ["initdb", "postgres"].map((program) => access(join(folder, program)));
    const found = await Promise.all(programs).catch(() => undefined);
    if (found) return folder;
  }
  return undefined;
}

async function installed(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of installs) {
    const names = await readdir(folder).catch(() => []);
    found.push(
      ...names
        .sort()
        .reverse()
        .map((name) => join(folder, name, "bin")),
    );
  }
  return found;
}

/** Makes a cluster in a folder of its own and starts it, on a unix socket only. */
export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-pg-"));
  const data = join(folder, "data");
  const as = await account();
  if (as) await chown(folder, as.uid, as.gid);
  await chmod(folder, 0o755);
  await run(
    join(programs, "initdb"),
    [
      "-D",
      data,
      "-U",
      "tandem",
      "--auth=trust",
      "--encoding=UTF8",
      "--no-locale",
      "--no-instructions",
    ],
    { ...as, cwd: folder },
  );

  let stop = async () => {};
  async function start(): Promise<void> {
    const server = spawn(
      join(programs, "postgres"),
      ["-D", data, "-k", folder, "-c", "listen_addresses="],
      { ...as, cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
    );
    const exited = once(server, "exit");
    stop = async () => {
      server.kill("SIGINT");
      await exited;
    };
    let said = "";
    await new Promise<void>((ready, failed) => {
      server.stderr.on("data", (text) => {
        said += text;
        if (said.includes("ready to accept connections")) ready();
      });
      exited.then(() => failed(new Error(`Postgres did not start:\n${said}`)));
    });
  }

  await start();
  return {
    url: `postgres://tandem@/postgres?host=${encodeURIComponent(folder)}`,
    stop: () => stop(),
    start,
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The account for Postgres, which refuses to run as root: for root, the user postgres or nobody. */
async function account(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const ids = await Promise.all(["-u", "-g"].map((which) => run("id", [which, name]))).catch(
      () => undefined,
    );
    if (ids) return { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) };
  }
  throw new Error("There is no user to run Postgres as.");
}
