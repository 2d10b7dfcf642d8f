import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Whether an element is on the screen, or nearly. */
export function useOnScreen(element: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(
      (changes) => setSeen(changes.at(-1)?.isIntersecting ?? false),
      { rootMargin: "64px" },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return seen;
}
