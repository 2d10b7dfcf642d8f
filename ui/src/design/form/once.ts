/** What is under way isn't begun again: how every button and form is sent once. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { useState } from "preact/hooks";

export interface Once {
  /** Whether a deed is under way. */
  busy: ReadonlySignal<boolean>;
  /** Does it, unless the last one is still under way. A deed that returns no promise is over at once. */
  run: (deed: () => unknown) => void;
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
    run(deed) {
      if (busy.value) return;
      const under = deed();
      if (isPromise(under)) void until(under);
    },
  };
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === "function";
}

export const useOnce = (): Once => useState(openOnce)[0];
