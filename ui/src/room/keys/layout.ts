/** This device's keyboard layout, as far as the browser reports it or typing has shown it. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Key, Layout } from "./shortcuts";

/** Chromium's API, on pages loaded by https or from localhost. */
type KeyboardApi = { getLayoutMap?(): Promise<Iterable<[string, string]>> };

const knownLayout = signal<Layout>(new Map());

export const layout: ReadonlySignal<Layout> = knownLayout;

/** Asks the browser again, since the player may have changed the keyboard. */
export async function queryLayout(): Promise<void> {
  const { keyboard } = navigator as Navigator & { keyboard?: KeyboardApi };
  const characters = await keyboard?.getLayoutMap?.().catch(() => undefined);
  if (characters) knownLayout.value = new Map(characters);
}

/** Learns from a pressed key which character it writes. */
export function learnKey(key: Key): void {
  const { code } = key;
  const modifiers = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock"];
  if (modifiers.some((name) => key.getModifierState(name))) return;
  if (key.key.length !== 1 || knownLayout.value.get(code) === key.key) return;
  knownLayout.value = new Map(knownLayout.value).set(code, key.key);
}
