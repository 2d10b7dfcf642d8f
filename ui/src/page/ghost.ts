/** What is said of a ghost. Its English words come with it. */
import type { Ghost } from "../api/client";
import { addEnglish, formatDate, t } from "../i18n";
import { ghost as words } from "../i18n/en/ghost";

addEnglish(words);

/** The day on which a ghost's ink was drawn. */
export function formatDrawn({ drawn_on }: Ghost): string {
  return formatDate(drawn_on, { day: "numeric", month: "long", timeZone: "UTC" });
}

/** Says whose ink it is, and of when. */
export function formatGhost(key: "ghost.with" | "ghost.drew", ghost: Ghost): string {
  return t(key, { name: ghost.name || t("common.someone"), date: formatDrawn(ghost) });
}

/** What a room says of its ghost. */
export interface GhostLines {
  /** To the player, at first. */
  hello: string;
  /** Of the ghost, beside its name. */
  ink: string;
  /** To a player who is about to leave. */
  leave: string;
}

export function ghostLines(ghost: Ghost): GhostLines {
  return {
    hello: formatGhost("ghost.with", ghost),
    ink: t("ghost.ink", { date: formatDrawn(ghost) }),
    leave: t("ghost.leaveText"),
  };
}
