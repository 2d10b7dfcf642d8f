import { useState } from "preact/hooks";
import { Button } from "../../design/form/button";
import { addIcons } from "../../design/icons/icons";
import { addEnglish, t } from "../../i18n";
import { settings } from "../../i18n/en/settings";
import { usePart } from "../usePart";
import { settingsIcon } from "./settingsIcon";

addEnglish(settings);
addIcons(settingsIcon);

/** Opens the settings of the whole page, which come with the first press. */
export function SettingsButton() {
  const [open, setOpen] = useState(false);
  const part = usePart(() => import("./settingsDialog"), open);
  return (
    <>
      <Button
        variant="quiet"
        icon="settings"
        label={t("settings.title")}
        onClick={() => setOpen(true)}
      />
      {part && <part.SettingsDialog open={open} onClose={() => setOpen(false)} />}
    </>
  );
}
