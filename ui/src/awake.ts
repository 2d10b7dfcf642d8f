/** The screen stays on while people think, wait or watch, where the browser can do that (https, and not low on power). */
import { useEffect } from "preact/hooks";

/** Keeps the screen on, whenever the page is seen, until the result is called. */
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

/** Keeps the screen on as long as the component is there and `wanted`. */
export function useAwake(wanted = true): void {
  useEffect(() => (wanted ? keepAwake() : undefined), [wanted]);
}
