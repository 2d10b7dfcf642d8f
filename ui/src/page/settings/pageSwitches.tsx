import { useState } from "preact/hooks";
import { remember, remembered } from "../../browser/remember";
import { Switch } from "../../design/form/switch";
import { addEnglish, t } from "../../i18n";
import { settings } from "../../i18n/en/settings";
import { SoundSwitch } from "../../sound/soundSwitch";
import { choices, restoreControls } from "./controls";

addEnglish(settings);

/** What a player turns on for the whole page: sounds, and controls that suit the hands. */
export function PageSwitches() {
  return (
    <div>
      <SoundSwitch />
      {choices.map((choice) => (
        <ControlSwitch key={choice} choice={choice} />
      ))}
    </div>
  );
}

function ControlSwitch({ choice }: { choice: (typeof choices)[number] }) {
  const key = `tandem.${choice}`;
  const [on, setOn] = useState(remembered(key) === "yes");
  return (
    <Switch
      word={t(`settings.${choice}`)}
      on={on}
      onChange={(next) => {
        setOn(next);
        remember(key, next ? "yes" : "no");
        restoreControls();
      }}
    />
  );
}
