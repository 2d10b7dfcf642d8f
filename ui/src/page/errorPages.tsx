import { useCallback, useEffect, useState } from "preact/hooks";
import { type Failure, isFromBetween, isPassing, sayFailure } from "../api/client";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { toast } from "../design/toast";
import { t } from "../i18n";
import { Page } from "./frame";

/** How long after a failure that passes the page tries again by itself, in ms. */
const TRY_AGAIN = 3000;

/** Nothing could be fetched: offline, the server away, or a refusal with its reason. */
export function FailurePage({ failure, retry }: { failure: Failure; retry: () => void }) {
  // Coming back online is as good as a press.
  useEffect(() => {
    addEventListener("online", retry);
    return () => removeEventListener("online", retry);
  }, [retry]);

  // Every try that fails is another failure, so this goes on.
  useEffect(() => {
    if (!isPassing(failure)) return;
    const timer = setTimeout(retry, TRY_AGAIN);
    return () => clearTimeout(timer);
  }, [failure, retry]);

  const offline = failure.kind === "unreached" && !navigator.onLine;
  const title = offline
    ? t("error.offline.title")
    : isPassing(failure)
      ? t("error.away.title")
      : isFromBetween(failure)
        ? t("error.between.title")
        : t("error.refused.title");
  const text = offline
    ? t("error.offline.text")
    : (failure.kind === "refused" && failure.code) || isFromBetween(failure)
      ? sayFailure(failure)
      : t("error.away.text");
  return (
    <Page title={title}>
      <Blank doodle={offline ? "offline" : "away"} title={title} text={text}>
        <Button look="primary" icon="again" onClick={retry}>
          {t("common.tryAgain")}
        </Button>
        <Button look="quiet" href="/">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}

/** Whether the page itself can be fetched: loaded from nowhere it is the browser's own, without a way back. */
export function isServed(): Promise<boolean> {
  return fetch(location.href).then(
    (response) => response.ok,
    () => false,
  );
}

/** A part of the page could not be fetched, as nothing can be: it is loaded again once that is over. */
export function UnfetchedPage() {
  const [failure, setFailure] = useState<Failure>({ kind: "unreached" });
  const retry = useCallback(async () => {
    if (await isServed()) location.reload();
    else setFailure({ kind: "unreached" });
  }, []);
  return <FailurePage failure={failure} retry={retry} />;
}

/** The page's own code failed, or a part of it is not there any more. */
export function BrokenPage() {
  async function loadAgain(): Promise<void> {
    if (await isServed()) location.reload();
    else toast(sayFailure({ kind: "unreached" }));
  }

  return (
    <Page title={t("error.page.title")}>
      <Blank doodle="torn" title={t("error.page.title")} text={t("error.page.text")}>
        <Button look="primary" icon="again" onClick={loadAgain}>
          {t("error.page.reload")}
        </Button>
      </Blank>
    </Page>
  );
}
