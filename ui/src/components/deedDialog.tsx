import { useState } from "preact/hooks";
import { t } from "../i18n";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { TextField } from "./textField";

interface Props {
  /** What is to be done, as on the button that led here. */
  word: string;
  onClose: () => void;
  onYes: (note: string) => void;
}

/** Asks the operator once more, and why. */
export function DeedDialog({ word, onClose, onYes }: Props) {
  const [note, setNote] = useState("");
  return (
    <Dialog
      open
      title={`${word}?`}
      onClose={onClose}
      actions={
        <>
          <Button look="primary" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button look="quiet" class="button-danger" onClick={() => onYes(note)}>
            {word}
          </Button>
        </>
      }
    >
      <TextField label={t("admin.why")} value={note} onInput={setNote} maxLength={500} />
    </Dialog>
  );
}
