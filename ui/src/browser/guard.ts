/**
 * Asks before Back leaves a page. An entry of its own lies above the page's in the browser's history:
 * Back, or a swipe, takes that away and leaves the page where it is.
 */

export interface Guard {
  /** Takes the entry away, so that the page may go elsewhere and Back leads past it. */
  release(): Promise<void>;
}

const isOnTop = () => Boolean(history.state?.guard);

/** `onBack` is called each time somebody wants to go back. */
export function guardBack(onBack: () => void): Guard {
  const put = () => history.pushState({ ...history.state, guard: true }, "");

  function stay(): void {
    if (isOnTop()) return;
    put();
    onBack();
  }

  async function letGo(): Promise<void> {
    removeEventListener("popstate", stay);
    if (!isOnTop()) return;
    const gone = new Promise((done) => addEventListener("popstate", done, { once: true }));
    history.back();
    await gone;
  }

  if (!isOnTop()) put();
  addEventListener("popstate", stay);
  let released: Promise<void> | undefined;
  return {
    release() {
      released ??= letGo();
      return released;
    },
  };
}
