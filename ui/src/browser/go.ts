import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";

/**
 * Navigates. `route` of `useLocation` is a new function at each address, and a page that is left
 * stays mounted until the next one has loaded: an effect that depends on `route` would run again
 * there and navigate back.
 */
export function useGo(): (path: string, replace?: boolean) => void {
  const { route } = useLocation();
  const [go] = useState(() => route);
  return go;
}
