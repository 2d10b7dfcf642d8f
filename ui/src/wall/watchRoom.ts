/** The socket of a watcher: brings a room's stream from its beginning, and again after each break. */

interface Options {
  /** The stream begins anew: what came before is void. */
  onStart: () => void;
  /** The entries that come next. */
  onEntries: (bytes: Uint8Array) => void;
}

/** The room's close codes from here on say not to come back: its game is kept (room/close.go). */
const FINAL_CODES = 4100;

/** The waits before the socket is opened again, in ms; half of each is random. */
const MIN_WAIT = 500;
const MAX_WAIT = 16_000;

/** Watches a room until the result is called, or until its game is over. While the page is hidden it rests. */
export function watchRoom(id: string, { onStart, onEntries }: Options): () => void {
  const url = new URL(`api/rooms/${id}/watch`, document.baseURI);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = MIN_WAIT;
  let over = false;

  function open(): void {
    if (socket || over || document.visibilityState === "hidden") return;
    const opened = new WebSocket(url);
    socket = opened;
    opened.binaryType = "arraybuffer";
    opened.onopen = onStart;
    opened.onmessage = ({ data }) => {
      wait = MIN_WAIT;
      onEntries(new Uint8Array(data as ArrayBuffer));
    };
    opened.onclose = ({ code }) => {
      socket = undefined;
      over ||= code >= FINAL_CODES;
      timer = setTimeout(open, wait * (0.5 + Math.random() / 2));
      wait = Math.min(wait * 2, MAX_WAIT);
    };
  }

  function close(): void {
    clearTimeout(timer);
    if (!socket) return;
    socket.onclose = socket.onmessage = socket.onopen = null;
    socket.close();
    socket = undefined;
  }

  function onVisibility(): void {
    if (document.visibilityState === "hidden") close();
    else open();
  }

  const listening = new AbortController();
  const { signal } = listening;
  const reopen = () => {
    close();
    open();
  };
  document.addEventListener("visibilitychange", onVisibility, { signal });
  addEventListener("online", reopen, { signal });
  open();
  return () => {
    over = true;
    listening.abort();
    close();
  };
}
