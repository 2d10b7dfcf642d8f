/** This device's keyboard: what it writes, as far as the browser tells or the player's typing has shown. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Key, Layout } from "./shortcuts";

/** Chromium's, on pages that came by https or from this machine. */
type Told = { getLayoutMap?(): Promise<Iterable<[string, string]>> };

const known = signal<Layout>(new Map());

export const layout: ReadonlySignal<Layout> = known;

/** Asks the browser; the player may have changed the keyboard since. */
export async function askLayout(): Promise<void> {
  const { keyboard } = navigator as Navigator & { keyboard?: Told };
  const told = await keyboard?.getLayoutMap?.().catch(() => undefined);
  if (told) known.value = new Map(told);
}

/** A key was pressed: what it wrote is what it writes. */
export function hearKey(key: Key): void {
  const { code } = key;
  const changed = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock"];
  if (changed.some((name) => key.getModifierState(name))) return;
  if (key.key.length !== 1 || known.value.get(code) === key.key) return;
  known.value = new Map(known.value).set(code, key.key);
}
