import type { Signal } from "@preact/signals";
import { Dialog } from "../../design/dialog";
import { Button } from "../../design/form/button";
import { t } from "../../i18n";
import { PAINTS } from "../../ink/paintbox";
import { fromHex, isEdged, toHex } from "../../ink/palette";
import { type Brush, withColour } from "../hand/brush";
import "./colourDialog.css";

interface Props {
  brush: Signal<Brush>;
  open: boolean;
  onClose: () => void;
}

/** Lets the player choose any colour: a palette of paints, or the browser's own picker. */
export function ColourDialog({ brush, open, onClose }: Props) {
  const { colour: held } = brush.value;
  const choose = (colour: number) => {
    brush.value = withColour(brush.value, colour);
  };

  return (
    <Dialog
      open={open}
      title={t("room.paints")}
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={onClose}>
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
                choose(colour);
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
          onInput={(event) => choose(fromHex(event.currentTarget.value))}
        />
      </label>
    </Dialog>
  );
}
