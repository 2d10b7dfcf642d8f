import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";

/**
 * Leads elsewhere. `route` of `useLocation` is another function at each address, and a page that is left stays until
 * the next one has loaded: an effect that depends on that would run again there, and lead back over what came next.
 */
export function useGo(): (path: string, replace?: boolean) => void {
  const { route } = useLocation();
  const [go] = useState(() => route);
  return go;
}
