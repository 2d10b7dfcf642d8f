import { t } from "../i18n";
import { Button } from "./button";
import { Dialog } from "./dialog";
import "./keysDialog.css";

/** The keys of the room. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const keys: [string[], string][] = [
    [["B"], t("room.keyPen")],
    [["E"], t("room.keyEraser")],
    [["[", "]"], t("room.keySize")],
    [["1", "9"], t("room.keyInk")],
    [["?"], t("room.keyHelp")],
  ];
  return (
    <Dialog
      open={open}
      title={t("room.helpTitle")}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {t("common.close")}
        </Button>
      }
    >
      <dl class="keys">
        {keys.map(([caps, does]) => (
          <div key={does} class="keys-row">
            <dt>
              {caps.map((cap, i) => (
                <>
                  {i > 0 && cap === "9" && " – "}
                  <kbd class="key" key={cap}>
                    {cap}
                  </kbd>
                </>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
