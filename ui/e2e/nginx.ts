import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const HELP = join(import.meta.dirname, "../../cmd/tandem/help/proxies.md");

/** What nginx needs besides, when it may write to its folder only. */
const around = (server: string) => `
daemon off;
pid nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  ${server}
}`;

/** Whether nginx is installed; it is on nobody's PATH. */
export async function findNginx(): Promise<string | undefined> {
  for (const path of ["nginx", "/usr/sbin/nginx"]) {
    const found = await run(path, ["-v"]).catch(() => undefined);
    if (found) return path;
  }
  return undefined;
}

/**
 * Starts nginx with its configuration of help/proxies.md in front of a Tandem: https by a
 * certificate that nobody trusts, and Tandem below /tandem.
 */
export async function startNginx(
  nginx: string,
  tandem: string,
  port: number,
): Promise<{ stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "tandem-nginx-"));
  const [key, crt] = [join(folder, "draw.example.key"), join(folder, "draw.example.crt")];
  const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1";
  await run("openssl", [
    ...request.split(" "),
    "-subj",
    "/CN=localhost",
    "-keyout",
    key,
    "-out",
    crt,
  ]);
  const [, server] = (await readFile(HELP, "utf8")).match(/```nginx\n([^`]*)```/) ?? [];
  if (!server) throw new Error("help/proxies.md has no configuration of nginx");
  const file = join(folder, "nginx.conf");
  await writeFile(
    file,
    around(
      server
        .replace("listen 443", `listen 127.0.0.1:${port}`)
        .replaceAll("/etc/ssl", folder)
        .replace("http://127.0.0.1:8080", tandem),
    ),
  );
  const child = spawn(nginx, ["-e", "stderr", "-p", folder, "-c", file], { stdio: "inherit" });
  const exited = once(child, "exit");
  return {
    async stop() {
      child.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
