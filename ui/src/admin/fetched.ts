import { useEffect, useState } from "preact/hooks";
import { adminToken, bearer } from "./session";

/**
 * A file that only its players and the operator may see, fetched with the token; an image's address alone
 * would not bring it. Undefined until it is here.
 */
export function useFetched(address: string): string | undefined {
  const [fetched, setFetched] = useState<string>();
  useEffect(() => {
    const gone = new AbortController();
    let url: string | undefined;
    fetch(address, { headers: bearer(adminToken.value), signal: gone.signal })
      .then(async (response) => {
        if (!response.ok) return;
        const file = await response.blob();
        if (gone.signal.aborted) return;
        url = URL.createObjectURL(file);
        setFetched(url);
      })
      .catch(() => {}); // without it there is an empty sheet
    return () => {
      gone.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [address]);
  return fetched;
}
