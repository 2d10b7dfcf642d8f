import { Switch } from "../design/form/switch";
import { t } from "../i18n";
import { notificationsOn, setNotifications } from "./notify";

/** Lets a waiting player turn on sound and notifications. */
export function NotificationSwitch() {
  return <Switch word={t("call.word")} on={notificationsOn.value} onChange={setNotifications} />;
}
