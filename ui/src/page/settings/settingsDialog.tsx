import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { t } from "../../i18n";
import { PageSwitches } from "./pageSwitches";

interface Props {
  open: boolean;
  onClose: () => void;
}

export function SettingsDialog({ open, onClose }: Props) {
  return (
    <Dialog
      open={open}
      title={t("settings.title")}
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={onClose}>
          {t("common.done")}
        </Button>
      }
    >
      <PageSwitches />
    </Dialog>
  );
}
