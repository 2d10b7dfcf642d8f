/** Times and states of games in the operator's words. */

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

/** "$0.0003": as many digits as it takes to be something. */
export function formatDollars(n: number): string {
  const digits = n > 0 && n < 0.01 ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2 };
  return `$${n.toLocaleString("en", { ...digits, useGrouping: false })}`;
}

/** Where a game's prompts came from: the library, the model by its name, or nowhere yet. */
export function formatSource(game: {
  source?: "library" | "openai" | "host";
  model?: string;
}): string {
  if (!game.source) return t("admin.notDealt");
  return game.model ?? t(`admin.${game.source}`);
}

/** What the operator did. */
export function formatAction(action: AuditEntry["action"]): string {
  return t(`admin.action.${action}`);
}
