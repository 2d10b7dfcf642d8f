import type { ComponentChildren } from "preact";
import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { Waiting } from "../design/waiting";
import { formatNumber, t } from "../i18n";
import type { Pages } from "../page/usePages";

interface Props<T> {
  pages: Pages<T>;
  /** Said when there is nothing in it. */
  none: string;
  noneText: string;
  /** The way on from there, if there is one. */
  noneWay?: ComponentChildren;
  /** What can be had of the whole list. */
  aside?: ComponentChildren;
  children: (items: readonly T[]) => ComponentChildren;
}

/** A list of the operator's as far as it has come, and the way to the rest. */
export function AdminList<T>({ pages, none, noneText, noneWay, aside, children }: Props<T>) {
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
        {noneWay}
      </Blank>
    );
  }
  const ofAbout = older !== undefined && about !== undefined;
  return (
    <>
      {children(items)}
      <div class="admin-foot">
        <span>
          {t(ofAbout ? "admin.ofAbout" : "admin.range", {
            n: formatNumber(items.length),
            about: formatNumber(Math.max(about ?? 0, items.length)),
          })}
        </span>
        {aside}
        {older && (
          <Button look="quiet" busy={busy} onClick={older}>
            {t("admin.older")}
          </Button>
        )}
      </div>
    </>
  );
}
