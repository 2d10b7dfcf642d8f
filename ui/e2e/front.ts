import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { freePort } from "./tandem";

/** What players reach instead of Tandem: it can go away, and come back as a newer version. */
export type Front = {
  url: string;
  /** Nothing answers any more. */
  end: () => Promise<void>;
  /** Answers again, as another version: its pages say `<html data-version=...>`. */
  start: (version: string) => Promise<void>;
};

export async function startFront(to: string): Promise<Front> {
  const { hostname, port: tandemPort } = new URL(to);
  const sockets = new Set<Socket>();
  let version: string;

  function forward(page: IncomingMessage, answer: ServerResponse): void {
    const { "accept-encoding": _, ...headers } = page.headers;
    const asked = request({
      hostname,
      port: tandemPort,
      method: page.method,
      path: page.url,
      headers,
    });
    asked.on("response", async (tandem) => {
      const { "content-length": _, etag: __, ...kept } = tandem.headers;
      if (!/html|javascript/.test(kept["content-type"] ?? "")) {
        answer.writeHead(tandem.statusCode ?? 502, tandem.headers);
        tandem.pipe(answer);
        return;
      }
      const text = Buffer.concat(await tandem.toArray()).toString();
      answer.writeHead(tandem.statusCode ?? 502, kept);
      answer.end(
        text
          .replace("<html ", `<html data-version="${version}" `)
          .replace('CACHE = "tandem-', `CACHE = "tandem-${version}-`),
      );
    });
    asked.on("error", () => answer.destroy());
    answer.on("close", () => asked.destroy());
    page.pipe(asked);
  }

  const server = createServer(forward);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const port = await freePort();
  const front: Front = {
    url: `http://127.0.0.1:${port}`,
    async end() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async start(newer) {
      version = newer;
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
  };
  await front.start("1");
  return front;
}
