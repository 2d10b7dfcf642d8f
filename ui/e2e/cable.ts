import { once } from "node:events";
import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";
import type { Page } from "@playwright/test";

/**
 * A cable between pages and Tandem. When it is pulled, no data passes and no connection is closed, as when a phone
 * leaves the network: both ends must detect it themselves.
 */
export type Cable = {
  url: string;
  pull: () => void;
  plug: () => void;
  remove: () => Promise<void>;
};

export async function startCable(to: string): Promise<Cable> {
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
    from.on("error", () => {}); // a close event follows
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
 * Sets whether the page's browser believes that it is online. The cable blocks the data: Chromium's own network
 * emulation sometimes crashes its network service, which loses all cookies.
 */
export const setOnLine = (page: Page, onLine: boolean) =>
  page.evaluate((onLine) => {
    Object.defineProperty(navigator, "onLine", { configurable: true, get: () => onLine });
    dispatchEvent(new Event(onLine ? "online" : "offline"));
  }, onLine);
