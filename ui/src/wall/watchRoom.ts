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

/** Watches the room of this address until the result is called, or until its game is over. */
export function watchRoom(url: string, { onStart, onEntries }: Options): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = MIN_WAIT;
  let over = false;

  function open(): void {
    if (socket || over) return;
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

  const reopen = () => {
    close();
    open();
  };
  addEventListener("online", reopen);
  open();
  return () => {
    over = true;
    removeEventListener("online", reopen);
    close();
  };
}
