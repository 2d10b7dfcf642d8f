import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What players reach instead of Tandem: it can go away, and come back as a newer version. */
export type Front = {
  url: string;
  /** Nothing answers any more. */
  end: () => Promise<void>;
  /** Answers again, as another version: its pages say `<html data-version=...>`. */
  start: (version: string) => Promise<void>;
};

export async function startFront(to: string): Promise<Front> {
  const { hostname, port } = new URL(to);
  const sockets = new Set<Socket>();
  let version = "1";

  function forward(page: IncomingMessage, answer: ServerResponse): void {
    const { "accept-encoding": _, ...headers } = page.headers;
    const asked = request({ hostname, port, method: page.method, path: page.url, headers });
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
  const listen = async (at: number) => {
    server.listen(at, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const at = await listen(0);
  return {
    url: `http://127.0.0.1:${at}`,
    async end() {
      server.close();
      for (const socket of sockets) socket.destroy();
      if (server.listening) await once(server, "close");
    },
    async start(newer) {
      version = newer;
      await listen(at);
    },
  };
}
