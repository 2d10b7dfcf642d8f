import { Switch } from "../design/form/switch";
import { t } from "../i18n";
import { setSound, soundOn } from "./sound";

/** Lets a player turn on sounds, and vibration where the device can. */
export function SoundSwitch() {
  const vibrates = "vibrate" in navigator && matchMedia("(pointer: coarse)").matches;
  return (
    <Switch
      word={t(vibrates ? "sound.andVibration" : "sound.word")}
      on={soundOn.value}
      onChange={setSound}
    />
  );
}
