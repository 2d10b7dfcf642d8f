import { useEffect } from "preact/hooks";
import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { t } from "../../i18n";
import { PageSwitches } from "../../page/settings/pageSwitches";
import { COMMAND, REDO, UNDO } from "./commandKey";
import { layout, queryLayout } from "./layout";
import { labelOf, type Sign, TOOL_KEYS, TOOLS } from "./shortcuts";
import "./keysDialog.css";

/** The keys of a row, in the order in which they are pressed together, or alternatives. */
type Row = [keys: string[], does: string];

interface Props {
  open: boolean;
  onClose: () => void;
}

/** The room's keyboard shortcuts, labelled for this keyboard, and the settings of the page. */
export function KeysDialog({ open, onClose }: Props) {
  useEffect(() => {
    if (open) void queryLayout();
  }, [open]);
  const shift = t("room.shift");
  const label = (sign: Sign) => labelOf(sign, layout.value);
  const tools: Row[] = [
    ...TOOLS.map(
      (tool): Row => [
        [TOOL_KEYS[tool]],
        t(tool === "eyedropper" ? "room.keyEyedropper" : `room.${tool}`),
      ],
    ),
    [[shift], t("room.keyEven")],
    [[label("["), label("]")], t("room.keySize")],
    [["1", "–", "9"], t("room.keyInk")],
    [withPlus(UNDO), t("room.keyUndo")],
    [withPlus(REDO), t("room.keyRedo")],
  ];
  const sheet: Row[] = [
    [[t("room.space")], t("room.keyPan")],
    [[t("room.wheel")], t("room.keyWheel")],
    [[COMMAND, "+", t("room.wheel")], t("room.keyWheelZoom")],
    [[label("+"), label("-"), "0"], t("room.keyZoom")],
  ];
  const draw: Row[] = [
    [["Tab"], t("room.keyTab")],
    [[t("room.arrows")], t("room.keyArrows")],
    [["X"], t("room.keyPress")],
    [["?"], t("room.keyHelp")],
  ];
  return (
    <Dialog
      open={open}
      title={t("room.helpTitle")}
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={onClose}>
          {t("common.close")}
        </Button>
      }
    >
      <Keys title={t("room.keysTools")} rows={tools} half />
      <Keys title={t("room.keysSheet")} rows={sheet} />
      <Keys title={t("room.keysDraw")} rows={draw} />
      <PageSwitches />
    </Dialog>
  );
}

function Keys({ title, rows, half }: { title: string; rows: Row[]; half?: boolean }) {
  return (
    <section>
      <h3 class="keys-title">{title}</h3>
      <dl class={`keys ${half ? "keys-half" : ""}`}>
        {rows.map(([keys, does]) => (
          <div key={does} class="keys-row">
            <dt>
              {keys.map((key, i) =>
                isSeparator(key, i) ? separator(key) : <kbd class="key">{key}</kbd>,
              )}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function separator(sign: string) {
  return <span class="key-between">{sign}</span>;
}

/** Puts "+" between keys that are pressed together. */
function withPlus(keys: readonly string[]): string[] {
  return keys.flatMap((key, i) => (i > 0 ? ["+", key] : [key]));
}

/** Whether an item is a separator; "+" in first place is a key. */
function isSeparator(key: string, i: number): boolean {
  return i > 0 && (key === "+" || key === "–");
}
