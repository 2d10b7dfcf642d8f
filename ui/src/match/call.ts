/**
 * Calls somebody back who looks elsewhere: by the tab's title, and for who wishes it by a soft sound
 * and a notification.
 */

import { signal } from "@preact/signals";
import { remember, remembered } from "../browser/remember";

const remembering = "tandem.call";

/** Whether this player wishes to be called aloud. */
export const wantsCalls = signal(remembered(remembering) === "yes");

/** The two notes of the sound: Hz, and the second at which each begins. */
const notes = [
  { pitch: 523.25, at: 0 },
  { pitch: 783.99, at: 0.16 },
] as const;
const LOUDNESS = 0.12;
const FADES_IN = 0.7;

/** Browsers make sound only where somebody has pressed something; this is made at a press. */
let audio: AudioContext | undefined;

/** Turns sound and notifications on or off; to be called by a press, as browsers ask for one. */
export function letCall(on: boolean): void {
  wantsCalls.value = on;
  remember(remembering, on ? "yes" : "no");
  if (!on) return;
  unlock();
  chime();
  // Where it is asked for in vain (plain http, refused before), sound and title do.
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
    loudness.gain.exponentialRampToValueAtTime(0.001, begins + FADES_IN);
    tone.connect(loudness).connect(audio.destination);
    tone.start(begins);
    tone.stop(begins + FADES_IN);
  }
}

// A wish of an earlier visit: the first press makes sound possible.
if (wantsCalls.value && typeof document !== "undefined")
  document.addEventListener("pointerdown", unlock, { once: true });

/** Says one line to who doesn't see this page; to who does it is said by the page. */
export function call(text: string): void {
  if (document.visibilityState === "visible" && document.hasFocus()) return;
  const title = `● ${text}`;
  const before = document.title;
  document.title = title;
  let note: Notification | undefined;
  if (wantsCalls.value) {
    chime();
    note = notify(text);
  }

  function seen(): void {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", seen);
    removeEventListener("focus", seen);
    note?.close();
    if (document.title === title) document.title = before;
  }
  document.addEventListener("visibilitychange", seen);
  addEventListener("focus", seen);
}

function notify(text: string): Notification | undefined {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return undefined;
  try {
    const note = new Notification("Tandem", { body: text, tag: "tandem" });
    note.onclick = () => {
      focus();
      note.close();
    };
    return note;
  } catch {
    return undefined; // a phone's browser lets only service workers notify
  }
}
