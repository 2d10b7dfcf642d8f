/** Formats for the operator's pages. */

import type { AuditEntry } from "../api/client";
import { formatDate, t } from "../i18n";

/** "14:21" today, "22 Nov, 14:21" before. */
export function formatWhen(at: string, now = new Date()): string {
  const today = new Date(at).toDateString() === now.toDateString();
  return formatDate(at, {
    hour: "2-digit",
    minute: "2-digit",
    ...(!today && { day: "numeric", month: "short" }),
  });
}

/** "$0.0003": with as many digits as needed to be visible. */
export function formatDollars(n: number): string {
  const digits = n > 0 && n < 0.01 ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2 };
  return `$${n.toLocaleString("en", { ...digits, useGrouping: false })}`;
}

/** The source of a game's prompts: the library, the model's name, or none yet. */
export function formatSource(game: {
  source?: "library" | "openai" | "host";
  model?: string;
}): string {
  if (!game.source) return t("admin.notDealt");
  return game.model ?? t(`admin.${game.source}`);
}

/** The name of an operator's action. */
export function formatAction(action: AuditEntry["action"]): string {
  return t(`admin.action.${action}`);
}
