import type { Ghost } from "../api/client";
import { formatDate, t } from "../i18n";

/** The day on which a ghost's ink was drawn. */
export function formatDrawn({ drawn_on }: Ghost): string {
  return formatDate(drawn_on, { day: "numeric", month: "long", timeZone: "UTC" });
}

/** Says whose ink it is, and of when. */
export function formatGhost(key: "ghost.with" | "ghost.drew", ghost: Ghost, name: string): string {
  return t(key, { name: name || t("common.someone"), date: formatDrawn(ghost) });
}
