import { useEffect, useState } from "preact/hooks";

/** A part of a view, fetched after the view, which can be used without it. */
export function usePart<Part>(load: () => Promise<Part>): Part | undefined {
  const [part, setPart] = useState<Part>();
  useEffect(() => {
    load().then(setPart, () => {});
  }, []);
  return part;
}
