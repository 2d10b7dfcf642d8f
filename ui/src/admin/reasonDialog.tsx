import { Dialog } from "../design/dialog";
import { Button } from "../design/form/button";
import { useDraft } from "../design/form/draft";
import { t } from "../i18n";
import "./reasonDialog.css";
import { Form } from "../design/form/form";
import { TextField } from "../design/form/textField";

interface Props {
  /** The action, as on the button that opened the dialog. */
  word: string;
  onClose: () => void;
  /** Resolves to whether it was done. */
  onYes: (note: string) => Promise<boolean>;
}

/** Asks the operator to confirm an action and to give a reason. */
export function ReasonDialog({ word, onClose, onYes }: Props) {
  const draft = useDraft(`action ${word}`, { note: "" });
  const { note } = draft.value;

  function end() {
    draft.forget();
    onClose();
  }

  return (
    <Dialog open title={`${word}?`} onClose={onClose}>
      <Form class="reason-dialog" onSend={async () => (await onYes(note)) && end()}>
        <TextField
          label={t("admin.why")}
          value={note}
          onInput={(note) => draft.change({ note })}
          maxLength={500}
        />
        <div class="dialog-actions">
          <Button variant="primary" onClick={end}>
            {t("common.cancel")}
          </Button>
          <Button variant="quiet" class="button-danger" type="submit">
            {word}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
