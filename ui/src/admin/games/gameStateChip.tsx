import type { Game } from "../../api/client";
import { Chip } from "../../design/chip";
import { t } from "../../i18n";

/** The state of a game, in a word. */
export function GameStateChip({ state }: { state: Game["state"] }) {
  const tone = state === "finished" ? "ok" : state === "live" ? "sun" : "plain";
  return <Chip tone={tone}>{t(`admin.${state}`)}</Chip>;
}
