import type { ComponentChildren } from "preact";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { Waiting } from "../design/waiting";
import { formatNumber, t } from "../i18n";
import type { Pages } from "../page/usePages";

interface Props<T> {
  pages: Pages<T>;
  /** The title shown for an empty list. */
  none: string;
  noneText: string;
  /** A button for the empty list. */
  noneAction?: ComponentChildren;
  /** Actions on the whole list. */
  aside?: ComponentChildren;
  children: (items: readonly T[]) => ComponentChildren;
}

/** A list in the operator's pages, as far as it is loaded, with a button for more. */
export function AdminList<T>({ pages, none, noneText, noneAction, aside, children }: Props<T>) {
  const { items, about, busy, older } = pages;
  if (!items) {
    return (
      <p class="admin-waiting" role="status">
        <Waiting />
        {t("common.loading")}
      </p>
    );
  }
  if (items.length === 0) {
    return (
      <Blank doodle="blank" title={none} text={noneText}>
        {noneAction}
      </Blank>
    );
  }
  const isEstimate = older !== undefined && about !== undefined;
  return (
    <>
      {children(items)}
      <div class="admin-foot">
        <span>
          {t(isEstimate ? "admin.ofAbout" : "admin.range", {
            n: formatNumber(items.length),
            about: formatNumber(Math.max(about ?? 0, items.length)),
          })}
        </span>
        {aside}
        {older && (
          <Button variant="quiet" busy={busy} onClick={older}>
            {t("admin.older")}
          </Button>
        )}
      </div>
    </>
  );
}
