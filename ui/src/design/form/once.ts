/** Runs an action only once at a time: buttons and forms use it to send once. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { useState } from "preact/hooks";

export interface Once {
  /** Whether an action is running. */
  busy: ReadonlySignal<boolean>;
  /**
   * Runs an action, unless the last one is still running. An action that returns no promise ends at
   * once.
   */
  run: (action: () => unknown) => void;
}

export function openOnce(): Once {
  const busy = signal(false);
  async function until(under: PromiseLike<unknown>): Promise<void> {
    busy.value = true;
    try {
      await under;
    } finally {
      busy.value = false;
    }
  }
  return {
    busy,
    run(action) {
      if (busy.value) return;
      const under = action();
      if (isPromise(under)) void until(under);
    },
  };
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === "function";
}

export const useOnce = (): Once => useState(openOnce)[0];
