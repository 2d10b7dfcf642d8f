import { Switch } from "../../design/form/switch";
import { t } from "../../i18n";
import type { Hands } from "./hands";
import "./fingersSwitch.css";

/** Shown once a pen has drawn: chooses whether fingers draw. */
export function FingersSwitch({ hands }: { hands: Hands }) {
  const { penSeen, fingersDraw } = hands;
  if (!penSeen.value) return null;
  return (
    <div class="fingers-switch">
      <Switch
        word={t("room.fingersDraw")}
        on={fingersDraw.value}
        onChange={(on) => {
          fingersDraw.value = on;
        }}
      />
    </div>
  );
}
