import { once } from "node:events";
import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";

/**
 * A balancer in front of several Tandems: it takes each connection to the first of them that accepts it. Its
 * connections end when a Tandem's do.
 */
export type Balancer = {
  url: string;
  /** Takes new connections to these from now on, the first first. */
  prefer: (urls: string[]) => void;
  remove: () => Promise<void>;
};

export async function startBalancer(urls: string[]): Promise<Balancer> {
  let targets = urls;
  const ends = new Set<Socket>();

  const server = createServer(async (page) => {
    const tandem = await firstOf(targets);
    if (!tandem) return page.destroy();
    for (const [from, to] of [
      [page, tandem],
      [tandem, page],
    ]) {
      ends.add(from);
      from.on("error", () => {}); // a close event follows
      from.on("close", () => {
        ends.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    prefer(urls) {
      targets = urls;
    },
    async remove() {
      for (const end of ends) end.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** A connection to the first of these that accepts one. */
async function firstOf(urls: string[]): Promise<Socket | undefined> {
  for (const url of urls) {
    const { hostname, port } = new URL(url);
    const socket = dial({ host: hostname, port: Number(port) });
    const connected = await new Promise((decided) => {
      socket.once("connect", () => decided(true));
      socket.once("error", () => decided(false));
    });
    if (connected) return socket;
  }
  return undefined;
}
