import { Switch } from "../design/form/switch";
import { t } from "../i18n";
import { SoundSwitch } from "../sound/soundSwitch";
import { notificationsOn, setNotifications } from "./notify";
import "./callSwitches.css";

/** Lets a waiting player choose how they are called, and whether the page makes sounds. */
export function CallSwitches() {
  return (
    <div class="call-switches">
      <Switch word={t("call.word")} on={notificationsOn.value} onChange={setNotifications} />
      <SoundSwitch />
    </div>
  );
}
