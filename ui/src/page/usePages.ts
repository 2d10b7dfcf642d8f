import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Answer, type Failure, formatFailure } from "../api/client";
import { toast } from "../design/toast";

/** A page of a list, and the cursor of the next one. */
export interface ListPage<T> {
  items: readonly T[];
  next?: string;
  /** The approximate total, on the first page only, if at all. */
  about?: number;
}

export interface Pages<T> {
  /** The items loaded so far; undefined before the first page. */
  items: readonly T[] | undefined;
  about: number | undefined;
  /** Why the list could not be loaded. */
  failure: Failure | undefined;
  /** Whether an older page is being loaded. */
  busy: boolean;
  /** Whether more than the first page is loaded. */
  extended: boolean;
  /** Reloads from the first page; the old items stay until it arrives. */
  start: () => Promise<void>;
  /** Loads the next page; undefined on the last. */
  older: (() => Promise<void>) | undefined;
  /** Replaces each item; undefined removes it. */
  change: (change: (item: T) => T | undefined) => void;
}

/**
 * Loads a list page by page. A new `fetchPage` means a new list, so pass the same function for the
 * same list.
 */
export function usePages<T>(
  fetchPage: (cursor?: string) => Promise<Answer<ListPage<T>>>,
): Pages<T> {
  const [loaded, setLoaded] = useState<ListPage<T> & { extended: boolean }>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  /** The list that the loaded items belong to. */
  const list = useRef<typeof fetchPage>(undefined);
  /** The number of the last request; answers to earlier ones are ignored. */
  const lastRequest = useRef(0);

  const start = useCallback(async () => {
    const turn = ++lastRequest.current;
    const answer = await fetchPage();
    if (turn !== lastRequest.current) return;
    setBusy(false);
    if (answer.ok) {
      list.current = fetchPage;
      setFailure(undefined);
      setLoaded({ ...answer.data, extended: false });
    } else if (list.current !== fetchPage) {
      setFailure(answer.failure);
    }
  }, [fetchPage]);
  useEffect(() => void start(), [start]);

  async function older() {
    const turn = ++lastRequest.current;
    setBusy(true);
    const answer = await fetchPage(loaded?.next);
    if (turn !== lastRequest.current) return;
    setBusy(false);
    if (!answer.ok) return toast(formatFailure(answer.failure));
    const { items, next } = answer.data;
    setLoaded((now) => now && { ...now, items: [...now.items, ...items], next, extended: true });
  }

  return {
    items: loaded?.items,
    about: loaded?.about,
    failure,
    busy,
    extended: loaded?.extended ?? false,
    start,
    older: loaded?.next ? older : undefined,
    change: (change) =>
      setLoaded(
        (now) =>
          now && { ...now, items: now.items.map(change).filter((item) => item !== undefined) },
      ),
  };
}
