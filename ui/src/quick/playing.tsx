import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { t } from "../i18n";
import { Page } from "../page/frame";

/** The player is already in a game. */
export function Playing({ room }: { room: string }) {
  return (
    <Page title={t("quick.playing")}>
      <Blank doodle="blank" title={t("quick.playing")} text={t("quick.playingText")}>
        <Button variant="primary" icon="pencil" href={`r/${room}`}>
          {t("quick.toRoom")}
        </Button>
        <Button variant="quiet" href="./">
          {t("common.goHome")}
        </Button>
      </Blank>
    </Page>
  );
}
