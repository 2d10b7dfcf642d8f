import { once } from "node:events";
import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";
import type { Page } from "@playwright/test";

/**
 * A cable between pages and Tandem. Pulled, it carries nothing and tells nobody, as when a phone leaves the
 * network: both ends must find out by themselves.
 */
export type Cable = {
  url: string;
  pull: () => void;
  plug: () => void;
  remove: () => Promise<void>;
};

export async function layCable(to: string): Promise<Cable> {
  const { hostname, port } = new URL(to);
  const ends = new Set<Socket>();
  let plugged = Promise.resolve();
  let plug = () => {};
  let isPulled = false;

  function lead(from: Socket, to: Socket): void {
    ends.add(from);
    if (isPulled) from.pause();
    from.on("data", (bytes) => to.write(bytes));
    from.on("end", () => to.end());
    from.on("error", () => {}); // its close follows
    from.on("close", async () => {
      ends.delete(from);
      await plugged;
      to.destroy();
    });
  }

  const server = createServer({ allowHalfOpen: true }, (page) => {
    const tandem = dial({ host: hostname, port: Number(port), allowHalfOpen: true });
    lead(page, tandem);
    lead(tandem, page);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pull() {
      isPulled = true;
      plugged = new Promise((resolve) => {
        plug = resolve;
      });
      for (const end of ends) end.pause();
    },
    plug() {
      isPulled = false;
      plug();
      for (const end of ends) end.resume();
    },
    async remove() {
      plug();
      for (const end of ends) end.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/**
 * Has a page's browser know whether it is on a network. It is the cable that carries nothing: a network that Chromium
 * emulates takes all cookies with it now and then, as its network service crashes.
 */
export const setOnLine = (page: Page, onLine: boolean) =>
  page.evaluate((onLine) => {
    Object.defineProperty(navigator, "onLine", { configurable: true, get: () => onLine });
    dispatchEvent(new Event(onLine ? "online" : "offline"));
  }, onLine);
