/** What happens to the page around a room: its network, its tab, its end. */

type Means = {
  /** The browser says whether there is a network. It may be wrong: to dial tells. */
  network(online: boolean): void;
  /** The socket may be dead without having said so. */
  doubt(): void;
  /** Dials at once, if that waits. */
  hurry(): void;
  /** Somebody looks at the page again. */
  look(): void;
  /** Nobody sees the page, and perhaps nobody ever will again: what is under the hand is sent and saved. */
  putDown(): void;
  /** Whether something would be lost if the page went now. */
  holds(): boolean;
};

/** Call the result when the room closes. */
export function watchPage({ network, doubt, hurry, look, putDown, holds }: Means): () => void {
  const listening = new AbortController();
  const options = { signal: listening.signal };

  function changeNetwork(): void {
    network(navigator.onLine);
    doubt();
    if (navigator.onLine) hurry();
  }

  addEventListener("online", changeNetwork, options);
  addEventListener("offline", changeNetwork, options);
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.visibilityState === "hidden") {
        putDown();
        return;
      }
      look();
      hurry();
    },
    options,
  );
  addEventListener(
    "beforeunload",
    (event) => {
      if (holds()) event.preventDefault();
    },
    options,
  );
  addEventListener("pagehide", putDown, options);
  addEventListener(
    "pageshow",
    ({ persisted }) => {
      // A browser that kept the whole page has cut its socket, and need not have said so.
      if (!persisted) return;
      doubt();
      hurry();
    },
    options,
  );
  return () => listening.abort();
}
