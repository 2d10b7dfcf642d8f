import type { ComponentChildren } from "preact";
import { Dialog } from "../design/dialog";
import { Button } from "../design/form/button";
import { t } from "../i18n";

interface Props {
  open: boolean;
  onClose: () => void;
}

/** Leaving is final, so the player has to confirm it. */
export function LeaveDialog(props: Props & { text: string; onLeave: () => void }) {
  const { open, text, onClose, onLeave } = props;
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

/** Ends the game for both while the partner is away. */
export function EndDialog({ open, onClose, onEnd }: Props & { onEnd: () => void }) {
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

/**
 * On a phone, what the desktop shows at the side: both players, the partner's secret, the button to
 * leave.
 */
export function MoreDialog(
  props: Props & { title: string; children: ComponentChildren; onLeave: () => void },
) {
  const { open, title, children, onClose, onLeave } = props;
  return (
    <Dialog
      open={open}
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button variant="primary" onClick={onClose}>
            {t("room.drawOn")}
          </Button>
          <Button variant="quiet" onClick={onLeave}>
            {t("room.leaveYes")}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
