/** Sound and vibration: off until the player asks, and remembered on the device. */
import { signal } from "@preact/signals";
import { remember, remembered } from "../browser/remember";
import type { SoundName } from "./sounds";
import type { Pencil } from "./synth";

const STORAGE_KEY = "tandem.sound";

export const soundOn = signal(remembered(STORAGE_KEY) === "yes");

let context: AudioContext | undefined;
let pencil: Pencil | undefined;

/** Call it from a press: browsers play sound only after one. */
export async function setSound(on: boolean): Promise<void> {
  soundOn.value = on;
  remember(STORAGE_KEY, on ? "yes" : "no");
  if (!on) return;
  await unlock();
  feel("match");
}

/** Lets the page play sounds. Call it from a press. */
export async function unlock(): Promise<void> {
  if (typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  if (context.state !== "running") await context.resume().catch(() => {});
}

/** Lets the page play sounds from the next press on, if the wish is from an earlier visit. */
export function unlockOnPress(): void {
  if (typeof document === "undefined") return;
  for (const press of ["pointerup", "keydown"]) document.addEventListener(press, unlock);
}

if (soundOn.value) unlockOnPress();

/** Plays a sound and vibrates, if the player has asked for it. */
export function feel(name: SoundName): void {
  if (!soundOn.value) return;
  void play(name);
  void vibrate(name);
}

/** Plays a sound, once the page may. */
export async function play(name: SoundName): Promise<void> {
  if (context?.state !== "running") return;
  const [{ playTones }, { sounds }] = await Promise.all([import("./synth"), import("./sounds")]);
  playTones(context, sounds[name]);
}

/** The player's pencil moves, at so many units of the sheet a second. */
export async function scribble(speed: number): Promise<void> {
  if (!soundOn.value || context?.state !== "running") return;
  const { createPencil } = await import("./synth");
  pencil ??= createPencil(context);
  pencil.move(speed);
}

async function vibrate(name: SoundName): Promise<void> {
  // Browsers let a page vibrate only after the player has touched it.
  if (!navigator.vibrate || !navigator.userActivation?.hasBeenActive) return;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const pattern = (await import("./sounds")).vibrations[name];
  if (pattern) navigator.vibrate([...pattern]);
}
