import type { ComponentChildren } from "preact";
import { LocationProvider, useLocation } from "preact-iso";

/**
 * Where Tandem begins on its host: "/", or "/tandem/" below a path. The server writes it into the
 * page's <base>. The page's own addresses have no slash in front: so they are relative to it.
 */
const home = new URL(document.baseURI).pathname;

/** A page that was opened at the server itself, past a proxy's path, goes on below that path. */
export function startBelowHome(): void {
  const { pathname, search } = location;
  if (!`${pathname}/`.startsWith(home)) history.replaceState(null, "", `.${pathname}${search}`);
}

/** The location as routes see it: its path begins at home, and `route` takes Tandem's own addresses. */
export function BelowHome({ children }: { children: ComponentChildren }) {
  const location = useLocation();
  const value: typeof location = {
    ...location,
    path: `/${location.path.slice(home.length)}`,
    route(to, replace) {
      const { pathname, search } = new URL(to, document.baseURI);
      location.route(pathname + search, replace);
    },
  };
  return <LocationProvider.ctx.Provider value={value}>{children}</LocationProvider.ctx.Provider>;
}
