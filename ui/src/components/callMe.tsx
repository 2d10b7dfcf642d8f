import { t } from "../i18n";
import { letCall, wantsCalls } from "../page/call";
import { Switch } from "./switch";

/** For who waits: whether the page may call aloud once they look elsewhere. */
export function CallMe() {
  return <Switch word={t("call.word")} on={wantsCalls.value} onChange={letCall} />;
}
