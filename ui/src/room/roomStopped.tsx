import { Blank } from "../design/blank";
import { Button } from "../design/form/button";
import { t } from "../i18n";
import { Page } from "../page/frame";
import type { FinalReason } from "./line/close";

interface Props {
  reason: Exclude<FinalReason, "kept">;
  /** The lobby. */
  home: string;
  /** Takes the seat again. */
  again: () => void;
}

/** The room closed the connection; the page does not come back until the player asks for it. */
export function RoomStopped({ reason, home, again: comeBack }: Props) {
  const { title, text, again } = words(reason);
  return (
    <Page title={title}>
      <Blank doodle={reason === "replaced" ? "blank" : "torn"} title={title} text={text}>
        {again && (
          <Button variant="primary" icon="again" onClick={comeBack}>
            {again}
          </Button>
        )}
        <Button variant={again ? "quiet" : "primary"} href={home}>
          {t("room.toLobby")}
        </Button>
      </Blank>
    </Page>
  );
}

function words(reason: Props["reason"]): { title: string; text: string; again?: string } {
  switch (reason) {
    case "replaced":
      return {
        title: t("room.replaced"),
        text: t("room.replacedText"),
        again: t("room.takeBack"),
      };
    case "malformed":
      return {
        title: t("room.malformed"),
        text: t("room.malformedText"),
        again: t("room.reload"),
      };
    case "too_fast":
      return { title: t("room.tooFast"), text: t("room.tooFastText"), again: t("room.reload") };
    case "left":
      return { title: t("room.left"), text: t("room.leftText") };
    case "not_your_seat":
      return { title: t("room.notYours"), text: t("room.notYoursText") };
  }
}
