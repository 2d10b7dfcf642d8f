import { t } from "../i18n";
import { Chip } from "./chip";
import { Waiting } from "./waiting";

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
