/**
 * Keeps the screen on while the page is visible, until the result is called. It works only where
 * the browser allows it (https, and not in power-saving mode).
 */
export function keepAwake(): () => void {
  let ended = false;
  let asking = false;
  let lock: WakeLockSentinel | undefined;

  async function acquire(): Promise<void> {
    if (asking || lock?.released === false || document.visibilityState === "hidden") return;
    asking = true;
    try {
      lock = await navigator.wakeLock?.request("screen");
    } catch {
      // The browser saves power. The next try is when the page is visible again.
    }
    asking = false;
    if (ended) void lock?.release();
  }

  // Browsers release the lock whenever the page is hidden.
  document.addEventListener("visibilitychange", acquire);
  void acquire();
  return () => {
    ended = true;
    document.removeEventListener("visibilitychange", acquire);
    void lock?.release();
  };
}
