/** Browser events that matter to a room: network changes, the tab's visibility, the page's end. */

type PageEventHandlers = {
  /** The browser reports a network change. It may be wrong; only dialling shows. */
  onNetwork(online: boolean): void;
  /** The socket may be dead without having reported it. */
  redial(): void;
  /** Ends the wait before a reconnect. */
  retryNow(): void;
  /** The page is visible again. */
  redialIfSilent(): void;
  /** The page is hidden and may never be shown again: ends, sends and stores the open stroke. */
  saveStroke(): void;
  /** Whether ink would be lost if the page were closed now. */
  hasUnsavedInk(): boolean;
};

/** Call the result when the room closes. */
export function listenToPageEvents({
  onNetwork,
  redial,
  retryNow,
  redialIfSilent,
  saveStroke,
  hasUnsavedInk,
}: PageEventHandlers): () => void {
  const listening = new AbortController();
  const options = { signal: listening.signal };

  function handleNetworkChange(): void {
    onNetwork(navigator.onLine);
    redial();
    if (navigator.onLine) retryNow();
  }

  addEventListener("online", handleNetworkChange, options);
  addEventListener("offline", handleNetworkChange, options);
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.visibilityState === "hidden") {
        saveStroke();
        return;
      }
      redialIfSilent();
      retryNow();
    },
    options,
  );
  addEventListener(
    "beforeunload",
    (event) => {
      if (hasUnsavedInk()) event.preventDefault();
    },
    options,
  );
  addEventListener("pagehide", saveStroke, options);
  addEventListener(
    "pageshow",
    ({ persisted }) => {
      // A browser that restores a page from its cache has closed the socket, perhaps without
      // reporting it.
      if (!persisted) return;
      redial();
      retryNow();
    },
    options,
  );
  return () => listening.abort();
}
