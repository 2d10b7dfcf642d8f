/** A room's addresses on this page's own host. */
import type { Attach, Socket } from "./connection";

/** Dials the socket of a room on this page's own host. */
export function dialRoom(id: string): (at: Attach) => Socket {
  return ({ pen, earlier, epoch, after }) => {
    const url = new URL(`/api/rooms/${id}/socket`, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.search = `?pen=${pen}&epoch=${epoch}&after=${after}`;
    if (earlier.length > 0) url.search += `&earlier=${earlier}`;
    return new WebSocket(url);
  };
}

/** Asks the socket's address for a page, which Tandem itself refuses with a problem of its own. */
export function reachRoom(id: string): () => Promise<boolean> {
  return async () => {
    try {
      const answer = await fetch(`/api/rooms/${id}/socket?pen=1`, { cache: "no-store" });
      return (await answer.json()).code === "not_a_socket";
    } catch {
      return false;
    }
  };
}
