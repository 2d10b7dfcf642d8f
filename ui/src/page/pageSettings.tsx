import { LanguageSwitch } from "./languageSwitch";
import { usePart } from "./usePart";
import "./pageSettings.css";

/** What a player sets for the whole page: its language in place, the rest in a dialog. */
export function PageSettings() {
  const part = usePart(() => import("./settings/settingsButton"));
  return (
    <>
      <LanguageSwitch />
      <span class="page-settings">{part && <part.SettingsButton />}</span>
    </>
  );
}
