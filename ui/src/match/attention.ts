/** Whether the player is attentive to this page. */

/** How long a hidden page, and an untouched one, still counts as attended, in ms. */
const MAX_HIDDEN = 60_000;
const MAX_UNTOUCHED = 5 * 60_000;

const signs = ["pointermove", "pointerdown", "keydown", "scroll", "touchstart"] as const;

export interface Attention {
  /** Callers ask for it, as a page in the background cannot rely on timers. */
  present(): boolean;
  close(): void;
}

/** `back` is called as soon as the player is attentive again. */
export function watchAttention(back: () => void): Attention {
  let touchedAt = Date.now();
  let hiddenSince = document.hidden ? Date.now() : 0;
  let wasAbsent = false;

  function given(): boolean {
    const now = Date.now();
    wasAbsent =
      now - touchedAt > MAX_UNTOUCHED || (hiddenSince > 0 && now - hiddenSince > MAX_HIDDEN);
    return !wasAbsent;
  }

  function onSign(): void {
    touchedAt = Date.now();
    if (document.hidden) hiddenSince ||= Date.now();
    else hiddenSince = 0;
    if (wasAbsent && given()) back();
  }

  for (const name of signs) addEventListener(name, onSign, { passive: true });
  document.addEventListener("visibilitychange", onSign);
  return {
    present: given,
    close() {
      for (const name of signs) removeEventListener(name, onSign);
      document.removeEventListener("visibilitychange", onSign);
    },
  };
}
