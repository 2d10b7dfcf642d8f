/**
 * Asks before Back leaves a page. The guard adds an entry of its own to the browser's history:
 * Back, or a swipe, removes that entry and stays on the page.
 */

export interface Guard {
  /** Removes the entry, so that the page can be left and Back skips it. */
  release(): Promise<void>;
}

const isOnTop = () => Boolean(history.state?.guard);

/** `onBack` is called each time the player presses Back. */
export function guardBack(onBack: () => void): Guard {
  const addEntry = () => history.pushState({ ...history.state, guard: true }, "");

  function stay(): void {
    if (isOnTop()) return;
    addEntry();
    onBack();
  }

  async function removeEntry(): Promise<void> {
    removeEventListener("popstate", stay);
    if (!isOnTop()) return;
    const gone = new Promise((done) => addEventListener("popstate", done, { once: true }));
    history.back();
    await gone;
  }

  if (!isOnTop()) addEntry();
  addEventListener("popstate", stay);
  let released: Promise<void> | undefined;
  return {
    release() {
      released ??= removeEntry();
      return released;
    },
  };
}
