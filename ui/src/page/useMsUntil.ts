import { useEffect, useState } from "preact/hooks";

/** The ms until a time, updated every second. */
export function useMsUntil(until: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return until - now;
}
