/** Whether somebody looks at this page. */

/** How long a page that nobody sees, and one that nobody touches, still has somebody's attention, in ms. */
const UNSEEN = 60_000;
const UNTOUCHED = 5 * 60_000;

const signs = ["pointermove", "pointerdown", "keydown", "scroll", "touchstart"] as const;

export interface Attention {
  /** It is asked for, not told, as a page in the background has no timers to rely on. */
  given(): boolean;
  close(): void;
}

/** `back` is called as soon as somebody looks again. */
export function watchAttention(back: () => void): Attention {
  let touched = Date.now();
  let unseen = document.hidden ? Date.now() : 0;
  let lacked = false;

  function given(): boolean {
    const now = Date.now();
    lacked = now - touched > UNTOUCHED || (unseen > 0 && now - unseen > UNSEEN);
    return !lacked;
  }

  function sign(): void {
    touched = Date.now();
    if (document.hidden) unseen ||= Date.now();
    else unseen = 0;
    if (lacked && given()) back();
  }

  for (const name of signs) addEventListener(name, sign, { passive: true });
  document.addEventListener("visibilitychange", sign);
  return {
    given,
    close() {
      for (const name of signs) removeEventListener(name, sign);
      document.removeEventListener("visibilitychange", sign);
    },
  };
}
