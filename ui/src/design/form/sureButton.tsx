import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { Dialog } from "../dialog";
import { Button } from "./button";

interface Props {
  word: string;
  /** Asks whether one is sure, and says what follows. */
  title: string;
  text: string;
  onYes: () => void;
}

/** A button for what can't be undone: it asks once more. */
export function SureButton({ word, title, text, onYes }: Props) {
  const [asks, setAsks] = useState(false);

  return (
    <>
      <Button variant="quiet" size="small" class="button-danger" onClick={() => setAsks(true)}>
        {word}
      </Button>
      <Dialog
        open={asks}
        title={title}
        onClose={() => setAsks(false)}
        actions={
          <>
            <Button variant="primary" onClick={() => setAsks(false)}>
              {t("common.cancel")}
            </Button>
            <Button
              variant="quiet"
              class="button-danger"
              onClick={() => {
                setAsks(false);
                onYes();
              }}
            >
              {word}
            </Button>
          </>
        }
      >
        <p>{text}</p>
      </Dialog>
    </>
  );
}
