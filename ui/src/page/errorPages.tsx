import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { type Failure, formatFailure, isFromProxy, isTemporary } from "../api/client";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { toast } from "../design/toast";
import { t } from "../i18n";
import { Page } from "./frame";

/** The retry interval after a temporary failure, in ms. */
const RETRY_INTERVAL = 3000;

interface FailureProps {
  failure: Failure;
  retry: () => void;
  /** What there is to do meanwhile. */
  children?: ComponentChildren;
}

/** Nothing could be fetched: offline, the server is away, or it refused. */
export function FailurePage({ failure, retry, children }: FailureProps) {
  // Retries when the browser is online again.
  useEffect(() => {
    addEventListener("online", retry);
    return () => removeEventListener("online", retry);
  }, [retry]);

  // Every failed try is a new failure object, so this repeats.
  useEffect(() => {
    if (!isTemporary(failure)) return;
    const timer = setTimeout(retry, RETRY_INTERVAL);
    return () => clearTimeout(timer);
  }, [failure, retry]);

  const offline = failure.kind === "unreached" && !navigator.onLine;
  const title = offline
    ? t("error.offline.title")
    : isTemporary(failure)
      ? t("error.away.title")
      : isFromProxy(failure)
        ? t("error.between.title")
        : t("error.refused.title");
  const text = offline
    ? t("error.offline.text")
    : (failure.kind === "refused" && failure.code) || isFromProxy(failure)
      ? formatFailure(failure)
      : t("error.away.text");
  return (
    <Page title={title}>
      <Blank doodle={offline ? "offline" : "away"} title={title} text={text}>
        <Button variant="primary" icon="again" onClick={retry}>
          {t("common.tryAgain")}
        </Button>
        <Button variant="quiet" href="./">
          {t("common.goHome")}
        </Button>
      </Blank>
      {children}
    </Page>
  );
}

/**
 * Whether the page itself can be fetched: if a reload failed, the browser would show its own error
 * page, without a way back.
 */
export function isServed(): Promise<boolean> {
  return fetch(location.href).then(
    (response) => response.ok,
    () => false,
  );
}

/** A part of the page could not be fetched: reloads the page once it can be. */
export function UnfetchedPage({ children }: { children?: ComponentChildren } = {}) {
  const [failure, setFailure] = useState<Failure>({ kind: "unreached" });
  const retry = useCallback(async () => {
    if (await isServed()) location.reload();
    else setFailure({ kind: "unreached" });
  }, []);
  return (
    <FailurePage failure={failure} retry={retry}>
      {children}
    </FailurePage>
  );
}

/** The page's own code failed, or a part of it no longer exists. */
export function BrokenPage() {
  async function reload(): Promise<void> {
    if (await isServed()) location.reload();
    else toast(formatFailure({ kind: "unreached" }));
  }

  return (
    <Page title={t("error.page.title")}>
      <Blank doodle="torn" title={t("error.page.title")} text={t("error.page.text")}>
        <Button variant="primary" icon="again" onClick={reload}>
          {t("error.page.reload")}
        </Button>
      </Blank>
    </Page>
  );
}
