import { useEffect, useState } from "preact/hooks";

/** A part of a view, fetched after the view, which can be used without it; not before it is wanted. */
export function usePart<Part>(load: () => Promise<Part>, wanted = true): Part | undefined {
  const [part, setPart] = useState<Part>();
  useEffect(() => {
    if (wanted) load().then(setPart, () => {});
  }, [wanted]);
  return part;
}
