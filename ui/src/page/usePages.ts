import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Answer, type Failure, sayFailure } from "../api/client";
import { toast } from "../design/toast";

/** A page of a list, and where the next one begins. */
export interface ListPage<T> {
  items: readonly T[];
  next?: string;
  /** About how many there are in all; told on the first page only, if at all. */
  about?: number;
}

export interface Pages<T> {
  /** All that is here so far; undefined before the first page has come. */
  items: readonly T[] | undefined;
  about: number | undefined;
  /** Why nothing of this list is here. */
  failure: Failure | undefined;
  /** Whether an older page is on its way. */
  busy: boolean;
  /** Whether there is more here than the first page. */
  extended: boolean;
  /** Begins anew. What is here stays until the first page has come again. */
  start: () => Promise<void>;
  /** Gets the next page; undefined on the last. */
  older: (() => Promise<void>) | undefined;
  /** Shows each item as it is now; one that became undefined is gone. */
  change: (change: (item: T) => T | undefined) => void;
}

/** A list that comes page by page. Another `fetchPage` is another list: it must be the same function for the same one. */
export function usePages<T>(
  fetchPage: (cursor?: string) => Promise<Answer<ListPage<T>>>,
): Pages<T> {
  const [here, setHere] = useState<ListPage<T> & { extended: boolean }>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  /** Of which list what is here is. */
  const list = useRef<typeof fetchPage>(undefined);
  /** What was asked for last is what is shown; an answer to anything before comes too late. */
  const asked = useRef(0);

  const start = useCallback(async () => {
    const turn = ++asked.current;
    const answer = await fetchPage();
    if (turn !== asked.current) return;
    setBusy(false);
    if (answer.ok) {
      list.current = fetchPage;
      setFailure(undefined);
      setHere({ ...answer.data, extended: false });
    } else if (list.current !== fetchPage) {
      setFailure(answer.failure);
    }
  }, [fetchPage]);
  useEffect(() => void start(), [start]);

  async function older() {
    const turn = ++asked.current;
    setBusy(true);
    const answer = await fetchPage(here?.next);
    if (turn !== asked.current) return;
    setBusy(false);
    if (!answer.ok) return toast(sayFailure(answer.failure));
    const { items, next } = answer.data;
    setHere((now) => now && { ...now, items: [...now.items, ...items], next, extended: true });
  }

  return {
    items: here?.items,
    about: here?.about,
    failure,
    busy,
    extended: here?.extended ?? false,
    start,
    older: here?.next ? older : undefined,
    change: (change) =>
      setHere(
        (now) =>
          now && { ...now, items: now.items.map(change).filter((item) => item !== undefined) },
      ),
  };
}
