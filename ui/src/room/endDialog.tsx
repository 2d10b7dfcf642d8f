import { Dialog } from "../design/dialog";
import { Button } from "../design/form/button";
import { t } from "../i18n";

interface Props {
  open: boolean;
  onClose: () => void;
  onEnd: () => void;
}

/** Ends the game for both while the partner is away. */
export function EndDialog({ open, onClose, onEnd }: Props) {
  return (
    <Dialog
      open={open}
      title={t("room.endTitle")}
      onClose={onClose}
      actions={
        <>
          <Button variant="primary" onClick={onClose}>
            {t("room.keepWaiting")}
          </Button>
          <Button variant="quiet" onClick={onEnd}>
            {t("room.endNow")}
          </Button>
        </>
      }
    >
      <p>{t("room.endText")}</p>
    </Dialog>
  );
}
