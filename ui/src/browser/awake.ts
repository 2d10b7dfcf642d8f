/**
 * Keeps the screen on, whenever the page is seen, until the result is called: where the browser can do
 * that (https, and not low on power).
 */
export function keepAwake(): () => void {
  let over = false;
  let asking = false;
  let lock: WakeLockSentinel | undefined;

  async function hold(): Promise<void> {
    if (asking || lock?.released === false || document.visibilityState === "hidden") return;
    asking = true;
    try {
      lock = await navigator.wakeLock?.request("screen");
    } catch {
      // The browser saves power, and tries no more until the page is seen again.
    }
    asking = false;
    if (over) void lock?.release();
  }

  // A browser lets go of it whenever the page is out of sight.
  document.addEventListener("visibilitychange", hold);
  void hold();
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", hold);
    void lock?.release();
  };
}
