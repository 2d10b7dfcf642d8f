import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** The fault of a proxy in front of Tandem. */
export type Fault =
  /** It forwards a websocket's request as a plain one. */
  | "drops upgrade"
  /** It buffers an event stream until it has ended. */
  | "holds streams";

/** A reverse proxy in front of Tandem. */
export type Proxy = {
  url: string;
  remove: () => Promise<void>;
};

/** Puts a proxy with a fault in front of a Tandem. */
export async function startProxy(to: string, fault: Fault): Promise<Proxy> {
  const { hostname, port } = new URL(to);

  function forward(page: IncomingMessage, answer: ServerResponse): void {
    const { upgrade, connection, ...headers } = page.headers;
    const asked = request(
      { hostname, port, method: page.method, path: page.url, headers },
      (tandem) => {
        const isHeld =
          fault === "holds streams" && tandem.headers["content-type"] === "text/event-stream";
        if (isHeld) {
          tandem.resume();
          return;
        }
        answer.writeHead(tandem.statusCode ?? 502, tandem.headers);
        tandem.pipe(answer);
      },
    );
    asked.on("error", () => answer.destroy());
    answer.on("close", () => asked.destroy());
    page.pipe(asked);
  }

  /** Forwards a websocket byte by byte. */
  function tunnel(page: IncomingMessage, socket: Socket): void {
    const { method, url, headers } = page;
    const asked = request({ hostname, port, method, path: url, headers });
    asked.on("upgrade", (tandem, upstream) => {
      const lines = tandem.rawHeaders.flatMap((name, i, all) =>
        i % 2 === 0 ? [`${name}: ${all[i + 1]}`] : [],
      );
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("\r\n")}\r\n\r\n`);
      upstream.pipe(socket).pipe(upstream);
      upstream.on("error", () => socket.destroy());
    });
    asked.on("response", () => socket.destroy());
    asked.on("error", () => socket.destroy());
    socket.on("error", () => asked.destroy());
    asked.end();
  }

  const sockets = new Set<Socket>();
  const server = createServer(forward);
  // Without a listener, node handles a websocket's request as a plain one.
  if (fault !== "drops upgrade")
    server.on("upgrade", (page, socket) => tunnel(page, socket as Socket));
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async remove() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
