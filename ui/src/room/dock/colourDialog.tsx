import type { Signal } from "@preact/signals";
import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { t } from "../../i18n";
import { PAINTS } from "../../ink/paintbox";
import { fromHex, isEdged, toHex } from "../../ink/palette";
import { type Brush, dipped } from "../hand/brush";
import "./colourDialog.css";

interface Props {
  brush: Signal<Brush>;
  open: boolean;
  onClose: () => void;
}

/** Any colour: a box of paints, one press each, and the browser's own picker for all between. */
export function ColourDialog({ brush, open, onClose }: Props) {
  const { colour: held } = brush.value;
  const take = (colour: number) => {
    brush.value = dipped(brush.value, colour);
  };

  return (
    <Dialog
      open={open}
      title={t("room.paints")}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {t("common.done")}
        </Button>
      }
    >
      <div class="paints">
        {PAINTS.map(({ name, colours }) =>
          colours.map((colour, i) => (
            <button
              key={colour}
              type="button"
              class={`paint ${isEdged(colour) ? "paint-edged" : ""}`}
              aria-label={t("room.paint", { hue: t(`room.${name}`), n: i + 1 })}
              aria-pressed={colour === held}
              style={{ "--swatch": toHex(colour) }}
              onClick={() => {
                take(colour);
                onClose();
              }}
            />
          )),
        )}
      </div>
      <label class="mix">
        <span
          class={`mix-blob ${isEdged(held) ? "paint-edged" : ""}`}
          style={{ "--swatch": toHex(held) }}
        />
        <span class="mix-word">{t("room.mix")}</span>
        <span class="mix-hex">{toHex(held)}</span>
        <input
          class="mix-input"
          type="color"
          value={toHex(held).toLowerCase()}
          onInput={(event) => take(fromHex(event.currentTarget.value))}
        />
      </label>
    </Dialog>
  );
}
