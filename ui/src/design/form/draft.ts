/**
 * Keeps what was typed into a form in this tab until it is sent or discarded: closing a dialog,
 * reloading the page or a failure loses nothing. Not for secrets.
 */

import { useState } from "preact/hooks";

export interface Draft<T extends object> {
  value: T;
  change: (part: Partial<T>) => void;
  /** Deletes the draft: it was sent or discarded. */
  forget: () => void;
}

/**
 * Forms with the same key share a draft. Where the browser stores nothing, it lives as long as the
 * component.
 */
export function useDraft<T extends object>(key: string, empty: T): Draft<T> {
  const storageKey = `tandem.draft.${key}`;
  const [{ of, parts }, set] = useState({ of: storageKey, parts: read<T>(storageKey) });
  const current = of === storageKey ? parts : read<T>(storageKey);
  return {
    value: { ...empty, ...current },
    change: (part) =>
      set((now) => {
        const parts = { ...(now.of === storageKey ? now.parts : current), ...part };
        write(storageKey, parts);
        return { of: storageKey, parts };
      }),
    forget: () => {
      write(storageKey, undefined);
      set({ of: storageKey, parts: {} });
    },
  };
}

function read<T>(key: string): Partial<T> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}

function write(key: string, parts: object | undefined): void {
  try {
    if (parts) sessionStorage.setItem(key, JSON.stringify(parts));
    else sessionStorage.removeItem(key);
  } catch {
    // Then it lives as long as the component.
  }
}
