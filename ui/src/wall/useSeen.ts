import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Whether an element can be seen: it is on the screen, or nearly, and the page is not hidden. */
export function useSeen(element: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false);
  const [hidden, setHidden] = useState(document.hidden);

  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(
      (changes) => setNear(changes.at(-1)?.isIntersecting ?? false),
      { rootMargin: "64px" },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);

  useEffect(() => {
    const update = () => setHidden(document.hidden);
    document.addEventListener("visibilitychange", update);
    return () => document.removeEventListener("visibilitychange", update);
  }, []);

  return near && !hidden;
}
