import { Dialog } from "../design/dialog";
import { Button } from "../design/form/button";
import { t } from "../i18n";

interface Props {
  open: boolean;
  text: string;
  onClose: () => void;
  onLeave: () => void;
}

/** Leaving is final, so the player has to confirm it. */
export function LeaveDialog({ open, text, onClose, onLeave }: Props) {
  return (
    <Dialog
      open={open}
      title={t("room.leaveTitle")}
      onClose={onClose}
      actions={
        <>
          <Button variant="primary" onClick={onClose}>
            {t("room.stay")}
          </Button>
          <Button variant="quiet" onClick={onLeave}>
            {t("room.leaveYes")}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  );
}
