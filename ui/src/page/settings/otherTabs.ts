/** What a player sets in one tab holds in the others, too. */
import { chooseLanguage, pickLanguage } from "../../i18n";
import { restoreControls } from "./controls";

export function followOtherTabs(): void {
  addEventListener("storage", ({ key, newValue }) => {
    if (key === "tandem.language") void chooseLanguage(pickLanguage([newValue]));
    else restoreControls();
  });
}
