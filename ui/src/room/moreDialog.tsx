import type { ComponentChildren } from "preact";
import { Dialog } from "../design/dialog";
import { Button } from "../design/form/button";
import { t } from "../i18n";
import { PageSwitches } from "../page/settings/pageSwitches";

interface Props {
  open: boolean;
  title: string;
  children: ComponentChildren;
  onClose: () => void;
  onLeave: () => void;
}

/**
 * On a phone, what the desktop shows at the side: both players, the partner's secret, the button to
 * leave; and the settings of the page.
 */
export function MoreDialog({ open, title, children, onClose, onLeave }: Props) {
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
      <PageSwitches />
    </Dialog>
  );
}
