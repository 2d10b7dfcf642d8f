/**
 * Notifies a player who looks elsewhere: by the tab's title, and on request by a soft sound and a
 * notification.
 */

import { signal } from "@preact/signals";
import { remember, remembered } from "../browser/remember";

const STORAGE_KEY = "tandem.call";

/** Whether the player wants sound and notifications. */
export const notificationsOn = signal(remembered(STORAGE_KEY) === "yes");

/** The two notes of the chime: pitch in Hz, and when each begins, in s. */
const notes = [
  { pitch: 523.25, at: 0 },
  { pitch: 783.99, at: 0.16 },
] as const;
const LOUDNESS = 0.12;
const FADE_SECONDS = 0.7;

/** Browsers play sound only after a press; this is created at one. */
let audio: AudioContext | undefined;

/** Turns sound and notifications on or off. Call it from a press, as browsers require one. */
export function setNotifications(on: boolean): void {
  notificationsOn.value = on;
  remember(STORAGE_KEY, on ? "yes" : "no");
  if (!on) return;
  unlock();
  chime();
  // Where notifications are not available (plain http, refused before), sound and title remain.
  if ("Notification" in globalThis && Notification.permission === "default")
    void Notification.requestPermission();
}

function unlock(): void {
  if (typeof AudioContext === "undefined") return;
  audio ??= new AudioContext();
  void audio.resume().catch(() => {});
}

function chime(): void {
  if (audio?.state === "closed" || !audio) return;
  for (const { pitch, at } of notes) {
    const begins = audio.currentTime + at;
    const tone = new OscillatorNode(audio, { type: "sine", frequency: pitch });
    const loudness = new GainNode(audio, { gain: 0 });
    loudness.gain.setValueAtTime(LOUDNESS, begins);
    loudness.gain.exponentialRampToValueAtTime(0.001, begins + FADE_SECONDS);
    tone.connect(loudness).connect(audio.destination);
    tone.start(begins);
    tone.stop(begins + FADE_SECONDS);
  }
}

// The wish is from an earlier visit: the first press makes sound possible.
if (notificationsOn.value && typeof document !== "undefined")
  document.addEventListener("pointerdown", unlock, { once: true });

/** Notifies a player who does not see this page; a visible page shows the news itself. */
export function notifyPlayer(text: string): void {
  if (document.visibilityState === "visible" && document.hasFocus()) return;
  const title = `● ${text}`;
  const before = document.title;
  document.title = title;
  let note: Notification | undefined;
  if (notificationsOn.value) {
    chime();
    note = showNotification(text);
  }

  function onSeen(): void {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", onSeen);
    removeEventListener("focus", onSeen);
    note?.close();
    if (document.title === title) document.title = before;
  }
  document.addEventListener("visibilitychange", onSeen);
  addEventListener("focus", onSeen);
}

function showNotification(text: string): Notification | undefined {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return undefined;
  try {
    const note = new Notification("Tandem", { body: text, tag: "tandem" });
    note.onclick = () => {
      focus();
      note.close();
    };
    return note;
  } catch {
    return undefined; // phone browsers let only service workers notify
  }
}
