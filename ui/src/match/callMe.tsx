import { Switch } from "../design/form/switch";
import { t } from "../i18n";
import { letCall, wantsCalls } from "./call";

/** For who waits: whether the page may call aloud once they look elsewhere. */
export function CallMe() {
  return <Switch word={t("call.word")} on={wantsCalls.value} onChange={letCall} />;
}
