import { Chip } from "../design/chip";
import { Waiting } from "../design/waiting";
import { t } from "../i18n";

/** In place of a drawing that is not done yet. */
export function BeingDrawn() {
  return (
    <>
      <Waiting />
      <Chip tone="ink" live>
        {t("lobby.live")}
      </Chip>
    </>
  );
}
