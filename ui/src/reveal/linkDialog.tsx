import { useEffect, useRef } from "preact/hooks";
import { Dialog } from "../design/dialog";
import { Button } from "../design/form/button";
import { t } from "../i18n";

interface Props {
  link: string;
  open: boolean;
  onClose: () => void;
}

/**
 * Shows the link, selected, to copy by hand where the browser has neither share sheet nor
 * clipboard.
 */
export function LinkDialog({ link, open, onClose }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (open) field.current?.select();
  }, [open]);
  return (
    <Dialog
      open={open}
      title={t("reveal.shareTitle")}
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={onClose}>
          {t("common.close")}
        </Button>
      }
    >
      <label class="reveal-link">
        {t("reveal.shareText")}
        <input ref={field} type="text" readOnly value={link} />
      </label>
    </Dialog>
  );
}
