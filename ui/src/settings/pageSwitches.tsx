import { useState } from "preact/hooks";
import { Switch } from "../design/form/switch";
import { addEnglish, t } from "../i18n";
import { settings } from "../i18n/en/settings";
import { SoundSwitch } from "../sound/soundSwitch";
import { type Choice, isOn, setChoice } from "./controls";

export { SoundSwitch };

addEnglish(settings);

/** What a player turns on for the whole page: sounds, and controls that suit the hands. */
export function PageSwitches() {
  return (
    <div>
      <SoundSwitch />
      <ControlSwitch choice="big-buttons" word={t("settings.bigButtons")} />
      <ControlSwitch choice="left-handed" word={t("settings.leftHanded")} />
    </div>
  );
}

function ControlSwitch({ choice, word }: { choice: Choice; word: string }) {
  const [on, setOn] = useState(isOn(choice));
  return (
    <Switch
      word={word}
      on={on}
      onChange={(next) => {
        setChoice(choice, next);
        setOn(next);
      }}
    />
  );
}
