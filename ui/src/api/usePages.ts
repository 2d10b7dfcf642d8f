import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { toast } from "../components/toast";
import { type Answer, type Failure, sayFailure } from "./client";

/** A page of a list, and where the next one begins. */
export interface ListPage<T> {
  items: readonly T[];
  next?: string;
}

export interface Pages<T> {
  /** All that is here so far; undefined before the first page has come. */
  items: readonly T[] | undefined;
  failure: Failure | undefined;
  /** Whether an older page is on its way. */
  busy: boolean;
  /** Begins anew. */
  start: () => Promise<void>;
  /** Whether there is more here than the first page. */
  extended: boolean;
  /** Gets the next page; undefined on the last. */
  older: (() => Promise<void>) | undefined;
}

/** A list that comes page by page. Another `fetchPage` is another list: it must be the same function for the same one. */
export function usePages<T>(
  fetchPage: (cursor?: string) => Promise<Answer<ListPage<T>>>,
): Pages<T> {
  const [page, setPage] = useState<ListPage<T>>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const [extended, setExtended] = useState(false);
  const latest = useRef(fetchPage);

  const start = useCallback(async () => {
    latest.current = fetchPage;
    const answer = await fetchPage();
    if (latest.current !== fetchPage) return; // another list was chosen meanwhile
    setFailure(answer.ok ? undefined : answer.failure);
    if (answer.ok) {
      setPage(answer.data);
      setExtended(false);
    }
  }, [fetchPage]);
  useEffect(() => void start(), [start]);

  async function older() {
    setBusy(true);
    const answer = await fetchPage(page?.next);
    setBusy(false);
    if (latest.current !== fetchPage) return;
    if (!answer.ok) return toast(sayFailure(answer.failure));
    setExtended(true);
    setPage({ items: [...(page?.items ?? []), ...answer.data.items], next: answer.data.next });
  }

  return {
    items: page?.items,
    failure,
    busy,
    start,
    extended,
    older: page?.next ? older : undefined,
  };
}
