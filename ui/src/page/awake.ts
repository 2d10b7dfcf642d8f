/**
 * Keeps the screen awake until the function it returns is called. A browser lets go of the screen
 * whenever the page is hidden, so it is asked again once the page is seen. Where that is not
 * possible, or not allowed, the screen sleeps as ever.
 */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let ended = false;

  async function hold(): Promise<void> {
    if (document.visibilityState !== "visible" || (lock && !lock.released)) return;
    const held = await navigator.wakeLock?.request("screen").catch(() => undefined);
    if (ended) void held?.release();
    else lock = held;
  }

  document.addEventListener("visibilitychange", hold);
  void hold();
  return () => {
    ended = true;
    document.removeEventListener("visibilitychange", hold);
    void lock?.release();
  };
}
