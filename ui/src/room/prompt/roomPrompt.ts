/** The text of the pad above the sheet. */

import { t } from "../../i18n";
import type { RoomState, Seat } from "../line/state";
import type { PromptPage } from "./promptCard";

export function promptPageOf(state: RoomState | undefined, you: Seat): PromptPage {
  switch (state?.phase) {
    case undefined:
      return { id: "entering", kicker: t("room.moment"), words: t("room.entering"), blank: true };
    case "gathering": {
      const missing = state.seats.find((s) => !s.here && s.seat !== you);
      return missing
        ? {
            id: "gathering",
            kicker: t("room.gatheringText"),
            words: t("room.gathering", { partner: missing.name }),
          }
        : { id: "prompts", kicker: t("room.promptsText"), words: t("room.prompts") };
    }
    case "counting_in":
      return { id: "ready", kicker: t("room.readyText"), words: t("room.ready") };
    case "round": {
      const name = state.seats.find((s) => s.seat === you)?.name ?? "";
      return {
        id: `round ${state.round}`,
        kicker: t("room.drawThis"),
        longKicker: t("room.drawThisName", { name }),
        words: state.prompt,
      };
    }
    case "finishing":
    case "kept":
      return { id: "timeUp", kicker: t("room.timeUpText"), words: t("room.timeUp") };
  }
}
