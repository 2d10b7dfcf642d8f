import { Chip } from "../design/chip";
import { Waiting } from "../design/waiting";
import { t } from "../i18n";

/** A placeholder for a drawing in progress. */
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
