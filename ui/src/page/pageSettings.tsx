import { useState } from "preact/hooks";
import { Button } from "../design/form/button";
import { t } from "../i18n";
import { LanguageSwitch } from "./languageSwitch";
import { usePart } from "./usePart";

/** What a player sets for the whole page: the language in place, the rest in a dialog. */
export function PageSettings() {
  const [open, setOpen] = useState(false);
  const part = usePart(() => import("../settings/settingsDialog"), open);
  return (
    <>
      <LanguageSwitch />
      <Button
        variant="quiet"
        icon="settings"
        label={t("common.settings")}
        onClick={() => setOpen(true)}
      />
      {part && <part.SettingsDialog open={open} onClose={() => setOpen(false)} />}
    </>
  );
}
