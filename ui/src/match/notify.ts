/**
 * Notifies a player who looks elsewhere: by the tab's title, and on request by a soft sound and a
 * notification.
 */

import { signal } from "@preact/signals";
import { remember, remembered } from "../browser/remember";
import { feel, play, soundOn, unlock, unlockOnPress } from "../sound/sound";

const STORAGE_KEY = "tandem.call";

/** A newer notification replaces an older one. */
const TAG = "tandem";

/** Whether the player wants sound and notifications. */
export const notificationsOn = signal(remembered(STORAGE_KEY) === "yes");

/** Turns sound and notifications on or off. Call it from a press, as browsers require one. */
export function setNotifications(on: boolean): void {
  notificationsOn.value = on;
  remember(STORAGE_KEY, on ? "yes" : "no");
  if (!on) return;
  void unlock().then(() => play("match"));
  // Where notifications are not available (plain http, refused before), sound and title remain.
  if ("Notification" in globalThis && Notification.permission === "default")
    void Notification.requestPermission();
}

if (notificationsOn.value) unlockOnPress();

/** Tells a player some news. A visible page shows it itself, and needs no more than a sound. */
export function notifyPlayer(text: string): void {
  if (document.visibilityState === "visible" && document.hasFocus()) {
    feel("match");
    return;
  }
  const title = `● ${text}`;
  const before = document.title;
  document.title = title;
  if (notificationsOn.value || soundOn.value) void play("match");
  const close = notificationsOn.value ? showNotification(text) : undefined;

  function onSeen(): void {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", onSeen);
    removeEventListener("focus", onSeen);
    close?.();
    if (document.title === title) document.title = before;
  }
  document.addEventListener("visibilitychange", onSeen);
  addEventListener("focus", onSeen);
}

/** Returns what closes it. */
function showNotification(text: string): (() => void) | undefined {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return undefined;
  const options = { body: text, tag: TAG, data: location.href };
  try {
    const note = new Notification("Tandem", options);
    note.onclick = () => {
      focus();
      note.close();
    };
    return () => note.close();
  } catch {
    // Phone browsers let only service workers notify.
    const worker = navigator.serviceWorker?.getRegistration();
    void worker?.then((found) => found?.showNotification("Tandem", options));
    return async () => {
      for (const note of (await (await worker)?.getNotifications({ tag: TAG })) ?? []) note.close();
    };
  }
}
