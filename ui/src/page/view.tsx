import type { ComponentChildren } from "preact";
import { lazy } from "preact-iso";
import { BrokenPage, isServed, UnfetchedPage } from "./errorPages";

type View = () => ComponentChildren;

/**
 * A view that is fetched when it is needed. If it cannot be, it waits for the network and the server. If it is gone,
 * because a newer Tandem is served now, it shows an error page with a button to reload.
 */
export function view(load: () => Promise<{ default: View }>) {
  return lazy(() =>
    load().catch(
      async (): Promise<{ default: View }> => ({
        default: (await isServed()) ? BrokenPage : UnfetchedPage,
      }),
    ),
  );
}
