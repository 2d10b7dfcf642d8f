/** The URLs of a room, on the page's own host. */
import type { Attach } from "./connection";
import type { Socket } from "./sockets";

/** Opens the socket of a room. */
export function createDial(id: string): (at: Attach) => Socket {
  return ({ pen, earlier, epoch, after, reconnect }) => {
    const url = new URL(`api/rooms/${id}/socket`, document.baseURI);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.search = `?pen=${pen}&epoch=${epoch}&after=${after}`;
    if (reconnect) url.search += "&reconnect=true";
    if (earlier.length > 0) url.search += `&earlier=${earlier}`;
    return new WebSocket(url);
  };
}

/**
 * Checks whether a plain request reaches the room: Tandem refuses one to the socket's URL with a
 * problem of its own.
 */
export function createReachabilityCheck(id: string): () => Promise<boolean> {
  return async () => {
    try {
      const answer = await fetch(`api/rooms/${id}/socket?pen=1`, { cache: "no-store" });
      return (await answer.json()).code === "not_a_socket";
    } catch {
      return false;
    }
  };
}
